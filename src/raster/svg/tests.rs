use super::*;
use crate::color::Rgba;

fn size(w: u32, h: u32) -> PixelSize {
    PixelSize::new(w, h).expect("valid")
}

fn draw(body: &str) -> Result<Pixels, RasterError> {
    let text = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 10 10'>{body}</svg>"
    );
    svg(text.as_bytes(), size(20, 20), &[])
}

fn at(pixels: &Pixels, x: usize, y: u32) -> [u8; 4] {
    pixels.row(y).as_chunks::<4>().0[x]
}

#[test]
fn a_drawing_fills_exactly_the_size_that_was_asked_for() {
    let text = b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'><rect width='2' height='2' fill='#f00'/></svg>";
    let pixels = svg(text, size(40, 40), &[]).expect("an SVG");
    assert_eq!((at(&pixels, 19, 39), at(&pixels, 20, 0)), ([255, 0, 0, 255], [0; 4]));
    assert!(!pixels.opaque);
    assert_eq!(svg_aspect(text), Ok((4.0, 2.0)));
}

#[test]
fn colours_are_replaced_however_they_are_spelled() {
    let text = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 1'><style>.a{fill:rgb(255,0,0)}</style>\
        <rect width='1' height='1' fill='red'/><rect x='1' width='1' height='1' class='a'/>\
        <rect x='2' width='1' height='1' fill='#F00' fill-opacity='.5'/><rect x='3' width='1' height='1'/></svg>";
    let (red, green, black) =
        (Rgba { r: 255, g: 0, b: 0, a: 255 }, Rgba { r: 0, g: 128, b: 0, a: 255 }, Rgba::BLACK);
    let half = Rgba { r: 0, g: 0, b: 200, a: 128 };
    let list = [Recolor { from: red, to: green }, Recolor { from: black, to: half }];
    let pixels = svg(text.as_bytes(), size(8, 2), &list).expect("an SVG");
    assert_eq!((at(&pixels, 0, 0), at(&pixels, 2, 0)), ([0, 128, 0, 255], [0, 128, 0, 255]));
    assert_eq!(at(&pixels, 4, 0), [0, 64, 0, 128], "its opacity stays");
    assert_eq!(at(&pixels, 6, 0), [0, 0, 100, 128]);
}

#[test]
fn what_is_refused_is_named_with_a_way_out() {
    let refusal = |body: &str| draw(body).expect_err("refused").to_string();
    assert!(refusal("<text>Hi</text>").contains("convert text to outlines"));
    assert!(refusal("<script>1</script>").contains("<script>"));
    assert!(refusal("<foreignObject/>").contains("<foreignObject>"));
    assert!(refusal("<image href='http://example.com/a.png'/>").contains("http://example.com/a.png"));
    assert!(refusal("<image xlink:href='../secret.png'/>").contains("../secret.png"));
    assert!(refusal("<image href='/dev/zero'/>").contains("embed the picture"));
    assert!(refusal("<image href='data:image/svg+xml;base64,AAAA'/>").contains("embed the picture"));
    assert!(refusal("<use href='other.svg#a'/>").contains("other.svg"));
    assert!(
        refusal("<filter id='f'><feTurbulence numOctaves='1000000000'/></filter>").contains("feTurbulence")
    );
    assert!(refusal("<filter id='f'><feMorphology radius='100000'/></filter>").contains("feMorphology"));
}

#[test]
fn definitions_of_entities_are_refused_but_a_bare_document_type_is_fine() {
    let body = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";
    let bomb = format!("<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>{body}");
    assert!(matches!(svg(bomb.as_bytes(), size(1, 1), &[]), Err(RasterError::SvgRefused { .. })));
    let bare = format!(
        "\u{feff}<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/x.dtd'>{body}"
    );
    assert!(svg(bare.as_bytes(), size(1, 1), &[]).is_ok());
}

#[test]
fn depth_is_bounded_before_anything_recurses() {
    let deep =
        |n: usize| draw(&format!("{}<rect width='5' height='5'/>{}", "<g>".repeat(n), "</g>".repeat(n)));
    assert!(deep(60).is_ok());
    assert!(matches!(deep(64), Err(RasterError::SvgBudget { limit: 64, .. })));
    assert!(matches!(deep(100_000), Err(RasterError::SvgBudget { .. })));
}

/// `n` groups, each of which uses the one before twice.
fn doubling(n: usize, reference: impl Fn(usize) -> String) -> String {
    let levels =
        (1..=n).map(|level| format!("<g id='g{level}'>{}{}</g>", reference(level - 1), reference(level - 1)));
    format!("<defs><rect id='g0' width='1' height='1'/>{}</defs>{}", levels.collect::<String>(), reference(n))
}

#[test]
fn references_that_double_are_counted_not_followed() {
    let uses = |n| doubling(n, |level| format!("<use xlink:href='#g{level}'/>"));
    assert!(draw(&uses(6)).is_ok());
    assert!(matches!(draw(&uses(30)), Err(RasterError::SvgBudget { .. })));
    let hidden = doubling(30, |level| format!("<use href='&#35;g{level}'/>"));
    assert!(matches!(draw(&hidden), Err(RasterError::SvgBudget { .. })), "behind a character reference too");
    let patterns: String = (1..30)
        .map(|n| {
            let inner = format!("<rect width='1' height='1' fill='url(#p{})'/>", n - 1).repeat(2);
            format!("<pattern id='p{n}' width='1' height='1'>{inner}</pattern>")
        })
        .collect();
    let patterns = format!("{patterns}<rect width='9' height='9' fill='url(#p29)'/>");
    assert!(matches!(draw(&patterns), Err(RasterError::SvgBudget { .. })));
}

#[test]
fn references_by_style_rules_count_too() {
    let rules: String = (1..30).map(|n| format!(".c{n}{{fill:url(#p{})}}", n - 1)).collect();
    let patterns: String = (1..30)
        .map(|n| {
            let inner = format!("<rect width='1' height='1' class='c{n}'/>").repeat(2);
            format!("<pattern id='p{n}' width='1' height='1'>{inner}</pattern>")
        })
        .collect();
    let body = format!("<style>{rules}</style>{patterns}<rect width='9' height='9' fill='url(#p29)'/>");
    assert!(matches!(draw(&body), Err(RasterError::SvgBudget { .. })));
}

#[test]
fn circles_are_refused() {
    assert!(matches!(draw("<g id='a'><use href='#a'/></g>"), Err(RasterError::SvgRefused { .. })));
    let two = "<defs><g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g></defs><use href='#a'/>";
    assert!(matches!(draw(two), Err(RasterError::SvgRefused { .. })));
}

#[test]
fn sizes_are_bounded() {
    assert!(matches!(draw(&"<g/>".repeat(10_001)), Err(RasterError::SvgBudget { limit: 10_000, .. })));
    let path = format!("<path d='M0 0{}'/>", "h1".repeat(600_000));
    assert!(matches!(draw(&path), Err(RasterError::SvgBudget { .. })));
    assert!(matches!(draw(&"x".repeat(3 << 20)), Err(RasterError::SvgBudget { what: "bytes", .. })));
    let css = format!("<style>{}</style>", "a{fill:red}".repeat(10_000));
    assert!(matches!(draw(&css), Err(RasterError::SvgBudget { .. })));
}

#[test]
fn what_is_no_svg_is_an_error_never_a_panic() {
    for text in [
        "",
        "hello",
        "<html/>",
        "<svg",
        "<svg><g>",
        "<svg a=",
        "<svg a='",
        "<!--",
        "<![CDATA[",
        "<svg/",
        "</svg>",
    ] {
        assert!(svg(text.as_bytes(), size(4, 4), &[]).is_err(), "{text}");
    }
    assert!(svg(&[0xff, 0xfe, 0x3c, 0], size(4, 4), &[]).is_err(), "UTF-16");
    assert!(svg(&[0x1f, 0x8b, 8], size(4, 4), &[]).is_err(), "svgz");
    for odd in [
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 0'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='1e999'/>",
    ] {
        let _ = svg(odd.as_bytes(), size(4, 4), &[]);
    }
}

proptest::proptest! {
    #[test]
    fn rewritten_files_never_panic(
        from in 0..400usize,
        len in 0..60usize,
        with in "[<>/='\"#a-z0-9 :;&!\\[\\]{}()-]{0,20}",
    ) {
        let good = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><style>.a{fill:url(#p);stroke:red}</style>\
            <!-- c --><defs><pattern id='p' width='2' height='2'><rect width='1' height='1' fill='#00f'/></pattern></defs>\
            <g id='g' opacity='.5'><path class='a' d='M0 0L9 9V3z' stroke='#123456'/></g><use href='#g' x='2'/></svg>";
        let (from, to) = (from.min(good.len()), (from + len).min(good.len()));
        let text = format!("{}{with}{}", &good[..from], &good[to..]);
        let list = [Recolor { from: Rgba::BLACK, to: Rgba::WHITE }];
        if let Ok(pixels) = svg(text.as_bytes(), size(5, 5), &list) {
            proptest::prop_assert_eq!(pixels.data.len(), 100);
        }
    }
}
