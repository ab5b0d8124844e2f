use axum::http::{HeaderMap, header};

use crate::encode::Format;

/// The formats that may be sent to whoever sent these headers and are [worth trying](Format::worth_trying). JPEG and PNG go to everybody who does not refuse them by
/// name; WebP and AVIF only to who names them, since `*/*` is said by many who cannot read them.
pub(super) fn accepted(headers: &HeaderMap) -> Vec<Format> {
    let lists = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let named: Vec<(&str, bool)> = lists.flat_map(|list| list.split(',')).map(range).collect();
    let says = |format: Format| named.iter().find(|(name, _)| name.eq_ignore_ascii_case(format.mime()));
    let formats = Format::worth_trying(|format| match says(format) {
        Some((_, wanted)) => *wanted,
        None => matches!(format, Format::Png | Format::Jpeg),
    });
    // whoever refuses all of them still gets a picture (RFC 9110, 12.5.1 allows that)
    if formats.is_empty() { vec![Format::Png, Format::Jpeg] } else { formats }
}

/// A media range, and whether its weight is more than nothing.
fn range(text: &str) -> (&str, bool) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
    (name, weight.is_none_or(|q| q.parse::<f32>().is_ok_and(|q| q > 0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(accept: &str) -> Vec<Format> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().expect("a header"));
        accepted(&headers)
    }

    #[test]
    fn new_formats_go_to_who_names_them() {
        use Format::{Avif, Jpeg, Png, Webp};
        assert_eq!(accepted(&HeaderMap::new()), [Png, Jpeg]);
        assert_eq!(of("*/*"), [Png, Jpeg]);
        assert_eq!(of("image/avif,image/webp,image/apng,image/*,*/*;q=0.8"), [Png, Jpeg, Webp]);
        assert_eq!(of("image/avif,image/apng,image/*,*/*;q=0.8"), [Png, Jpeg, Avif]);
        assert_eq!(of("image/webp ; q=0.5, image/avif;q=0"), [Png, Jpeg, Webp]);
        assert_eq!(of("IMAGE/AVIF, image/png;q=0"), [Jpeg, Avif]);
        assert_eq!(of("image/png;q=0, image/jpeg;q=0"), [Png, Jpeg]);
    }
}
