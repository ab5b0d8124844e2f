//! The words that values are made of, for the readers and the schema.

use super::{
    AlignItems, BlockPlace, Form, GradientDirection, Hang, ImageFit, InlinePlace, Justify, MinorUnits,
    StackDirection, TextAlign,
};

pub(super) const ALIGNS: [(&str, AlignItems); 5] = [
    ("start", AlignItems::Start),
    ("center", AlignItems::Center),
    ("end", AlignItems::End),
    ("stretch", AlignItems::Stretch),
    ("baseline", AlignItems::Baseline),
];
pub(super) const JUSTIFIES: [(&str, Justify); 4] = [
    ("start", Justify::Start),
    ("center", Justify::Center),
    ("end", Justify::End),
    ("space-between", Justify::SpaceBetween),
];
pub(super) const TEXT_ALIGNS: [(&str, TextAlign); 3] =
    [("start", TextAlign::Start), ("center", TextAlign::Center), ("end", TextAlign::End)];
pub(super) const MINORS: [(&str, MinorUnits); 2] =
    [("plain", MinorUnits::Plain), ("superscript", MinorUnits::Superscript)];
pub(super) const HANGS: [(&str, Hang); 1] = [("quotes", Hang::Quotes)];
pub(super) const IMAGE_FITS: [(&str, ImageFit); 2] =
    [("cover", ImageFit::Cover), ("contain", ImageFit::Contain)];
pub(super) const DIRECTIONS: [(&str, StackDirection); 2] =
    [("row", StackDirection::Row), ("column", StackDirection::Column)];
pub(super) const BLOCKS: [(&str, BlockPlace); 4] = [
    ("top", BlockPlace::Top),
    ("center", BlockPlace::Center),
    ("bottom", BlockPlace::Bottom),
    ("stretch", BlockPlace::Stretch),
];
pub(super) const INLINES: [(&str, InlinePlace); 4] = [
    ("start", InlinePlace::Start),
    ("center", InlinePlace::Center),
    ("end", InlinePlace::End),
    ("stretch", InlinePlace::Stretch),
];
pub(super) const SIDES: [(&str, GradientDirection); 4] = [
    ("top", GradientDirection::Top),
    ("bottom", GradientDirection::Bottom),
    ("start", GradientDirection::Start),
    ("end", GradientDirection::End),
];
pub(super) const FORMS: [(&str, Form); 2] = [("short", Form::Short), ("shorter", Form::Shorter)];

/// Filters of `{$slot | filter}`.
pub const FILTERS: [&str; 3] = ["percent", "off", "per-unit"];
