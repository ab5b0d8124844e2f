//! What letters can look like beside their fill, told by pixels of whole renders: emoji, edges, shadows, small capitals.

#[path = "support/drawn.rs"]
mod drawn;

use drawn::{Picture, drawn_at};

const SURFACE: [u8; 4] = [0xFF, 0xF4, 0xE4, 255];
const INK: [u8; 4] = [0x2A, 0x15, 0x33, 255];
const ACCENT: [u8; 4] = [0xFF, 0xC2, 0x47, 255];

/// A text of 60 px in the middle of 300 × 120 pixels, in `ink`.
fn text(words: &str, more: &str) -> Picture {
    filled(words, "ink", more)
}

/// The same, filled with a colour or a gradient.
fn filled(words: &str, color: &str, more: &str) -> Picture {
    let layers = format!(
        "- {{ text: \"{words}\", style: {{ base: button, size: 60px, leading: 1.4 }}, color: \"{color}\", place: center stretch, text-align: center, {more} }}\n"
    );
    drawn_at("300x120", &layers, "en-US").unwrap_or_else(|found| panic!("{found}"))
}

fn count(picture: &Picture, is: impl Fn([u8; 4]) -> bool) -> usize {
    picture.0.pixels().filter(|pixel| is(pixel.0)).count()
}

/// The box of all pixels that are not the ground: left, top, right, bottom.
fn hull(picture: &Picture) -> [u32; 4] {
    let seen = picture.0.enumerate_pixels().filter(|(.., pixel)| pixel.0 != SURFACE);
    seen.fold([u32::MAX, u32::MAX, 0, 0], |[l, t, r, b], (x, y, _)| [l.min(x), t.min(y), r.max(x), b.max(y)])
}

#[test]
fn emoji_keep_their_colours_whatever_the_text_is_filled_with_and_fade_with_their_layer() {
    let is_red = |[r, g, b, _]: [u8; 4]| r > 190 && g < 110 && b < 110;
    let plain = text("a❤️", "rotate: 0deg");
    assert!(count(&plain, is_red) > 1000);
    assert!(count(&plain, |pixel| pixel == INK) > 200);
    let gradient = filled("a❤️", "linear-gradient(to end, sea, accent)", "rotate: 0deg");
    assert_eq!(count(&gradient, |pixel| pixel == INK), 0, "letters have the gradient");
    assert_eq!(count(&gradient, is_red), count(&plain, is_red));
    let faded = text("a❤️", "opacity: 40%");
    assert_eq!(count(&faded, is_red), 0);
    assert!(hull(&faded) == hull(&plain));
    let turned = text("a❤️", "rotate: 20deg");
    let (one, two) = (count(&plain, is_red) as f64, count(&turned, is_red) as f64);
    assert!((one / two - 1.0).abs() < 0.03, "{one} {two}");
    let unknown = drawn_at("300x120", "- { text: \"🦖\", style: button, color: ink }\n", "en-US");
    assert!(unknown.is_err_and(|found| found.contains("no font has `🦖` (U+1F996)")));
}

#[test]
fn an_edge_is_seen_by_half_its_width_around_the_letters() {
    let (plain, edged) = (text("Hog", "rotate: 0deg"), text("Hog", "stroke: 8px accent"));
    let ([l, t, r, b], [el, et, er, eb]) = (hull(&plain), hull(&edged));
    for (one, two) in [(l, el + 4), (t, et + 4), (er, r + 4), (eb, b + 4)] {
        assert!(one.abs_diff(two) <= 1, "{:?} {:?}", hull(&plain), hull(&edged));
    }
    let inked = |picture: &Picture| count(picture, |pixel| pixel == INK);
    assert_eq!(inked(&plain), inked(&edged), "the fill lies on top");
    assert!(count(&edged, |pixel| pixel == ACCENT) > 1500);
    // Their corners are round: the H's box is not filled out.
    assert_eq!(edged.at(el, et), SURFACE);
}

#[test]
fn shadows_fall_beneath_edge_and_letters_the_first_on_top() {
    let plain = text("H", "rotate: 0deg");
    let [l, t, r, b] = hull(&plain);
    let hard = text("H", "shadow: [6px 6px 0px accent, 12px 0px 0px sea]");
    assert_eq!(hull(&hard), [l, t, r + 12, b + 6]);
    let inked = |picture: &Picture| count(picture, |pixel| pixel == INK);
    assert_eq!(inked(&plain), inked(&hard));
    assert_eq!(hard.at(r + 5, b), ACCENT);
    let soft = text("H", "shadow: 0 4px 12px ink/50%");
    let around = count(&soft, |pixel| pixel != SURFACE && pixel != INK);
    assert!(around > 2 * inked(&soft), "{around}");
    let named = text("H", "shadow: soft");
    assert!(count(&named, |pixel| pixel != SURFACE) > count(&plain, |pixel| pixel != SURFACE));
    let both = text("H", "stroke: 6px accent, shadow: 0 20px 0px sea");
    let [.., below] = hull(&both);
    assert!(below.abs_diff(b + 23) <= 1, "the edge casts a shadow too");
}

#[test]
fn an_emoji_casts_the_shadow_of_its_shape() {
    let (plain, cast) = (text("❤️", "rotate: 0deg"), text("❤️", "shadow: 0 10px 0px ink"));
    let ([.., b], [l, t, r, cb]) = (hull(&plain), hull(&cast));
    assert!(cb.abs_diff(b + 10) <= 1);
    assert_eq!(cast.at((l + r) / 2, cb - 4), INK);
    assert_eq!((cast.at(l, cb), cast.at(l, t)), (SURFACE, SURFACE), "a heart's, not a box'");
}

#[test]
fn small_capitals_are_lower_than_capitals() {
    let height = |picture: &Picture| {
        let [_, top, _, bottom] = hull(picture);
        f64::from(bottom - top)
    };
    let (small, capital) = (text("x", "font-variant-caps: small-caps"), text("X", "rotate: 0deg"));
    let share = height(&small) / height(&capital);
    assert!((0.7..0.82).contains(&share), "{share}");
}
