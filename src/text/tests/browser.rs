use super::*;
use crate::brand::{Breaking, WordBreak};

/// Lines, widths and first baselines that Chromium 156 gave for the same files in a box of 333 px with `line-height: 1.137`
/// (`line-break: strict`, hinting off): family, language, text, size, baseline, width of each line.
type Case = (&'static str, &'static str, &'static str, f64, i32, &'static [f64]);
const CASES: [Case; 10] = [
    (
        "Figtree",
        "en",
        "The whole summer collection is now up to forty percent off",
        23.25,
        21,
        &[326.34375, 284.875],
    ),
    (
        "Figtree",
        "en",
        "The whole summer collection is now up to forty percent off",
        40.0,
        36,
        &[183.640625, 330.125, 315.484375, 202.53125],
    ),
    ("Figtree", "en", "AVATAR To Yes. Wave, fjord", 23.25, 21, &[288.3125]),
    ("Figtree", "en", "AVATAR To Yes. Wave, fjord", 40.0, 36, &[282.53125, 203.609375]),
    (
        "Noto Sans Arabic",
        "ar",
        "خصم كبير على كل المنتجات حتى ٤٠٪ اليوم فقط",
        23.25,
        20,
        &[302.625, 124.78125],
    ),
    (
        "Noto Sans Arabic",
        "ar",
        "خصم كبير على كل المنتجات حتى ٤٠٪ اليوم فقط",
        40.0,
        35,
        &[283.40625, 287.09375, 154.40625],
    ),
    ("Noto Sans Thai", "th", "ภาษาไทยลดราคาสินค้าทุกชิ้นวันนี้เท่านั้น", 23.25, 20, &[301.28125, 58.96875]),
    ("Noto Sans Thai", "th", "ภาษาไทยลดราคาสินค้าทุกชิ้นวันนี้เท่านั้น", 40.0, 34, &[266.53125, 251.8125, 101.453125]),
    (
        "Noto Sans CJK JP",
        "ja",
        "夏のセール、はじまる。ご予約は今すぐー！",
        23.25,
        23,
        &[325.515625, 139.515625],
    ),
    ("Noto Sans CJK JP", "ja", "夏のセール、はじまる。ご予約は今すぐー！", 40.0, 39, &[320.0, 320.0, 160.0]),
];

#[test]
fn lines_are_those_of_a_browser_to_a_sixteenth_of_a_pixel() {
    for (family, tag, text, size, baseline, widths) in CASES {
        // The browser was not asked for phrases.
        let breaking = Breaking { words: WordBreak::Normal, ..Breaking::default() };
        let style = TextStyle { breaking, ..style(&[family, "Figtree"]) };
        let shaped = shape(&book(), text, &style, &locale(tag), &[]).expect("shapes");
        let setting = Setting { size: Px::from_f64(size), leading: Ratio::from_f64(1.137), ..at(1) };
        let block = shaped.set(&setting, Px::whole(333), false);
        assert_eq!(block.lines[0].baseline, Px::whole(baseline), "{text} at {size}");
        assert_eq!(block.lines.len(), widths.len(), "{text} at {size}");
        for (line, width) in block.lines.iter().zip(widths) {
            assert!((line.width.to_f64() - width).abs() < 1.0 / 16.0, "{text} at {size}: {line:?} {width}");
        }
    }
}
