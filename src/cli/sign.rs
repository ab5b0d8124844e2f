use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use super::args::{Place, Sign};
use super::report::{Run, say};
use crate::diag::{Code, Diagnostic};
use crate::serve::{Canonical, Failure, Keyring};

pub(super) fn run(place: &Place, args: &Sign) -> Run<ExitCode> {
    let (path, query) =
        args.address.split_once('?').map_or((args.address.as_str(), None), |(p, q)| (p, Some(q)));
    if !path.starts_with('/') {
        return Err(Diagnostic::error(Code::BadValue, "an address to sign begins with `/`")
            .hint("leave out scheme and host: '/v1/render/summer-sale.jpg?size=300x250'")
            .into());
    }
    let refused = |failure: Failure| {
        let mut diagnostic = Diagnostic::error(Code::BadValue, failure.message);
        diagnostic.hints = failure.hints;
        diagnostic
    };
    let address = Canonical::read(path, query).map_err(refused)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let unusable = |error| Diagnostic::error(Code::File, format!("the signing keys cannot be used: {error}"));
    let keys = Keyring::open(&place.data_dir()).map_err(unusable)?;
    say(&keys.sign(address, args.expires.map(|seconds| now + u64::from(seconds))).map_err(unusable)?);
    Ok(ExitCode::SUCCESS)
}
