use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;

use crate::campaign::Output;
use crate::serve::accept::accepted;
use crate::serve::app::{App, Picture};
use crate::serve::error::{Failure, Kind};
use crate::serve::params::Canonical;
use crate::serve::variant::Wanted;

/// Parameters of the signature.
const SIGNED: [&str; 2] = ["kid", "exp"];

/// `GET /v1/render/{template}.{extension}`: any variant, for whoever has a signed address.
pub(in crate::serve) async fn signed(
    State(app): State<App>,
    Path(file): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let address = Canonical::read(uri.path(), uri.query())?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    // Before anything else is looked at.
    let caching = match app.keys() {
        Some(keys) => {
            let expires = keys.verify(&address, now)?;
            let age = app.settings().max_age.as_secs();
            format!("public, max-age={}", expires.map_or(age, |at| age.min(at - now)))
        }
        None => "no-cache".to_owned(),
    };
    let wanted = Wanted::read(&file, &address, &SIGNED)?;
    answer(&app, &wanted, address.deadline_ms, &caching, &headers).await
}

/// Draws, or says that the client has it already.
pub(in crate::serve) async fn answer(
    app: &App,
    wanted: &Wanted,
    deadline_ms: Option<u32>,
    caching: &str,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let brand = match &wanted.brand {
        Some(brand) => brand.clone(),
        None => app.library().only_brand()?,
    };
    let view = app.library().view(&wanted.template, &brand).await?;
    let snapshot = view.usable()?;
    let request = wanted.request(&snapshot.template, &snapshot.inputs.kit.locale)?;
    let name = format!("{}_{}_{}", wanted.template, request.size, request.locale.as_str());
    let formats = wanted.format.map_or_else(|| accepted(headers), |format| vec![format]);
    let output = Output { quality: wanted.quality, ..Output::default() };
    let patience = deadline_ms.map_or(app.settings().patience, |ms| Duration::from_millis(ms.into()));
    let patience = patience.min(app.settings().patience);
    let picture = app.picture(snapshot, request, formats, output, patience).await?;
    // What stands in for something broken is not kept by anybody.
    let caching = if view.fault.is_some() { "no-cache" } else { caching };
    let name = format!("{name}.{}", picture.format.extension());
    respond(&picture, &name, caching, wanted.format.is_none(), headers)
}

/// `varies`: whether others get another format at the same address.
fn respond(
    picture: &Picture,
    name: &str,
    caching: &str,
    varies: bool,
    asked: &HeaderMap,
) -> Result<Response, Failure> {
    let tag = format!("\"{}\"", picture.digest);
    let has = asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .any(|value| value.to_str().is_ok_and(|list| lists(list, &tag)));
    let response = Response::builder()
        .header(header::ETAG, &tag)
        .header(header::CACHE_CONTROL, caching)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header("cross-origin-resource-policy", "cross-origin")
        .header("mimeo-fit", fit(picture))
        .header("mimeo-warnings", picture.warnings);
    let response = if varies { response.header(header::VARY, "accept") } else { response };
    let response = if has {
        response.status(304).body(Body::empty())
    } else {
        response
            .header(header::CONTENT_TYPE, picture.format.mime())
            .header(header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\""))
            .body(Body::from(picture.bytes.clone()))
    };
    response.map_err(|_| Failure::new(Kind::Internal, "the answer has a header that cannot be sent"))
}

/// Whether an `If-None-Match` names a tag (RFC 9110, 13.1.2: compared weakly).
fn lists(list: &str, tag: &str) -> bool {
    list.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// The furthest rung that a text had to climb down to, with its layer and its size.
fn fit(picture: &Picture) -> String {
    let furthest = picture.texts.iter().max_by_key(|text| text.rung);
    // Layer names are the template's: nothing but plain letters goes into a header.
    let plain =
        |id: &str| id.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect::<String>();
    furthest.map_or_else(String::new, |text| {
        format!("{}; layer={}; size={:.1}", text.rung.word(), plain(&text.id), text.size.to_f64())
    })
}
