use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::error::{Failure, Kind};

/// Path and query together are no longer.
pub(super) const MAX_ADDRESS: usize = 8 << 10;
/// No request has more parameters.
const MAX_PARAMETERS: usize = 64;
/// No value is longer, decoded.
const MAX_VALUE: usize = 4 << 10;

/// What ad servers append to every address: dropped before anything looks at them.
pub const IGNORED: [&str; 5] = ["cb", "ord", "gdpr", "gdpr_consent", "gclid"];

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path and its parameters in the one form in which they are signed and cached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical {
    path: String,
    /// By name, each once; without those that are not signed.
    pairs: Vec<(String, String)>,
    /// `sig`, as given.
    pub signature: Option<String>,
    /// `deadline_ms`.
    pub deadline_ms: Option<u32>,
}

impl Canonical {
    /// Reads path and query. Order, percent-encoding, `+` for a space and empty pairs make no difference.
    ///
    /// # Errors
    /// What cannot be decoded, a parameter that is given twice, and anything beyond a limit.
    pub fn read(path: &str, query: Option<&str>) -> Result<Self, Failure> {
        let query = query.unwrap_or("");
        if path.len() + query.len() > MAX_ADDRESS {
            let what =
                format!("path and query have {} bytes; {MAX_ADDRESS} are the most", path.len() + query.len());
            return Err(Failure::new(Kind::TooLong, what));
        }
        let segments: Result<Vec<String>, Failure> =
            path.split('/').map(|part| decode(part).map(|p| encode(&p))).collect();
        let mut this =
            Self { path: segments?.join("/"), pairs: Vec::new(), signature: None, deadline_ms: None };
        for (count, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
            if count == MAX_PARAMETERS {
                let what = format!("there are more than {MAX_PARAMETERS} parameters");
                return Err(Failure::new(Kind::BadParameter, what));
            }
            this.take(pair)?;
        }
        this.pairs.sort();
        Ok(this)
    }

    fn take(&mut self, pair: &str) -> Result<(), Failure> {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(&name.replace('+', " "))?;
        if IGNORED.contains(&name.as_str()) {
            return Ok(());
        }
        let value = decode(&value.replace('+', " "))?;
        if value.len() > MAX_VALUE {
            let what = format!("`{}` has {} bytes; {MAX_VALUE} are the most", shown(&name), value.len());
            return Err(Failure::new(Kind::BadParameter, what));
        }
        let doubled = match name.as_str() {
            "sig" => self.signature.replace(value).is_some(),
            "deadline_ms" => {
                let deadline = value.parse().map_err(|_| {
                    Failure::new(Kind::BadParameter, "`deadline_ms` is no whole number of milliseconds")
                })?;
                self.deadline_ms.replace(deadline).is_some()
            }
            _ => {
                let doubled = self.get(&name).is_some();
                self.pairs.push((name.clone(), value));
                doubled
            }
        };
        if doubled {
            let what = format!("`{}` is given twice", shown(&name));
            return Err(Failure::new(Kind::DoubledParameter, what).hint("give every parameter once"));
        }
        Ok(())
    }

    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sets a parameter that is not there yet.
    pub fn set(&mut self, name: &str, value: String) {
        self.pairs.push((name.to_owned(), value));
        self.pairs.sort();
    }

    /// All parameters by name.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What is signed: the path, and the parameters in order.
    #[must_use]
    pub fn text(&self) -> String {
        let pairs: Vec<String> =
            self.pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        if pairs.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, pairs.join("&")) }
    }
}

/// A name or value as an address writes it.
#[must_use]
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, &RESERVED).to_string()
}

fn decode(text: &str) -> Result<String, Failure> {
    let bad = |why: &str| Failure::new(Kind::BadParameter, format!("the address is not well encoded: {why}"));
    let bytes = text.as_bytes();
    let torn = |at: usize| !(1..=2).all(|n| bytes.get(at + n).is_some_and(u8::is_ascii_hexdigit));
    if bytes.iter().enumerate().any(|(at, byte)| *byte == b'%' && torn(at)) {
        return Err(bad("a `%` without two hexadecimal digits"));
    }
    let text = percent_decode_str(text).decode_utf8().map_err(|_| bad("it is not UTF-8"))?;
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(bad("it holds a control character"));
    }
    Ok(text.into_owned())
}

/// A name from outside, short enough for a message.
pub(super) fn shown(name: &str) -> String {
    name.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(query: &str) -> String {
        Canonical::read("/v1/render/a.png", Some(query)).expect("well formed").text()
    }

    #[test]
    fn order_encoding_and_what_ad_servers_append_make_no_difference() {
        let plain = text("size=300x250&slot.headline=Hello%20you");
        for other in [
            "slot.headline=Hello%20you&size=300x250",
            "size=300x250&slot.headline=Hello+you",
            "size=300%78250&slot%2Eheadline=Hello%20you",
            "&size=300x250&&slot.headline=Hello%20you&",
            "cb=1&size=300x250&slot.headline=Hello%20you&gclid=x&cb=2&ord=3&gdpr=1&gdpr_consent=%zz",
            "size=300x250&slot.headline=Hello%20you&sig=abc&deadline_ms=80",
        ] {
            assert_eq!(plain, text(other), "{other}");
        }
        assert_ne!(plain, text("size=300x250&slot.headline=Hello%2Byou"));
        assert_ne!(plain, text("Size=300x250&slot.headline=Hello%20you"));
    }

    #[test]
    fn what_is_torn_doubled_or_too_much_is_refused() {
        for (query, kind) in [
            ("size=1&size=1", Kind::DoubledParameter),
            ("sig=1&sig=2", Kind::DoubledParameter),
            ("size=%zz", Kind::BadParameter),
            ("size=%c0%ae", Kind::BadParameter),
            ("size=%00", Kind::BadParameter),
            ("deadline_ms=soon", Kind::BadParameter),
        ] {
            let failure = Canonical::read("/x", Some(query)).expect_err(query);
            assert_eq!(failure.kind, kind, "{query}");
        }
        let many: Vec<String> = (0..65).map(|n| format!("p{n}=")).collect();
        assert_eq!(Canonical::read("/x", Some(&many.join("&"))).expect_err("many").kind, Kind::BadParameter);
        assert_eq!(Canonical::read("/x", Some(&"a".repeat(9000))).expect_err("long").kind, Kind::TooLong);
    }

    proptest! {
        /// The canonical form is a fixed point, and never merges two different values.
        #[test]
        fn reading_what_was_written_gives_the_same(a in "[^\\p{Cc}]{0,20}", b in "[^\\p{Cc}]{0,20}") {
            let once = text(&format!("slot.a={}&slot.b={}", encode(&a), encode(&b)));
            let (path, query) = once.split_once('?').expect("a query");
            let again = Canonical::read(path, Some(query)).expect("well formed");
            prop_assert_eq!(again.get("slot.a"), Some(a.as_str()));
            prop_assert_eq!(again.get("slot.b"), Some(b.as_str()));
            prop_assert_eq!(again.text(), once);
        }
    }
}
