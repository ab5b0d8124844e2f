use crate::geom::{Insets, Px};
use crate::variant::CreativeSize;

/// A size that platforms have a name for. Sides in CSS pixels; safe zone in hundredths of the height (top, bottom) and
/// of the width (sides).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedSize {
    /// As `sizes:` writes it.
    pub name: &'static str,
    /// Width and height.
    pub sides: (u32, u32),
    /// Kept free of copy: top, sides, bottom.
    pub safe: (u32, u32, u32),
    /// Where the figures come from.
    pub source: &'static str,
}

/// When the table was compiled; platforms change their figures.
pub const AS_OF: &str = "2026-11-24";

const IAB: &str = "IAB Tech Lab, fixed size ad specifications";
const GOOGLE: &str = "Google Ads, common display sizes";
const GOOGLE_RESPONSIVE: &str = "Google Ads, responsive display ads";
const META: &str = "Meta, feed image recommendations";
const META_SAFE: &str =
    "third-party guides to Meta's unified 9:16 safe zone of 2026 (Stories alone: bottom 20 %)";

const fn plain(name: &'static str, w: u32, h: u32, source: &'static str) -> NamedSize {
    NamedSize { name, sides: (w, h), safe: (0, 0, 0), source }
}

/// All of them.
pub const NAMED_SIZES: [NamedSize; 17] = [
    plain("iab.medium_rectangle", 300, 250, IAB),
    plain("iab.leaderboard", 728, 90, IAB),
    plain("iab.super_leaderboard", 970, 90, IAB),
    plain("iab.wide_skyscraper", 160, 600, IAB),
    plain("iab.half_page", 300, 600, GOOGLE),
    plain("iab.billboard", 970, 250, IAB),
    plain("iab.portrait", 300, 1050, IAB),
    plain("iab.mobile_banner", 320, 50, IAB),
    plain("iab.large_mobile_banner", 320, 100, GOOGLE),
    plain("google.large_rectangle", 336, 280, GOOGLE),
    plain("google.responsive_landscape", 1200, 628, GOOGLE_RESPONSIVE),
    plain("google.responsive_square", 1200, 1200, GOOGLE_RESPONSIVE),
    plain("google.responsive_portrait", 1200, 1500, GOOGLE_RESPONSIVE),
    plain("meta.square", 1080, 1080, META),
    plain("meta.portrait", 1080, 1350, META),
    NamedSize { name: "meta.story", sides: (1080, 1920), safe: (14, 6, 35), source: META_SAFE },
    plain("meta.link", 1200, 628, META),
];

/// The size and safe zone (device pixels) of a name with an optional scale: `meta.story`, `iab.leaderboard@2x`.
#[must_use]
pub fn named_size(text: &str) -> Option<(CreativeSize, Insets)> {
    let (name, scale) = text.split_once('@').map_or((text, None), |(name, scale)| (name, Some(scale)));
    let named = NAMED_SIZES.iter().find(|size| size.name == name)?;
    let (w, h) = named.sides;
    let size = match scale {
        Some(scale) => CreativeSize::parse(&format!("{w}x{h}@{scale}")),
        None => CreativeSize::parse(&format!("{w}x{h}")),
    };
    let size = size.ok()?;
    let share = |side: u32, hundredths: u32| Px::from_f64(f64::from(side) * f64::from(hundredths) / 100.0);
    let (top, sides, bottom) = named.safe;
    let device = size.device();
    let side = share(device.w(), sides);
    Some((
        size,
        Insets { top: share(device.h(), top), right: side, bottom: share(device.h(), bottom), left: side },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_keeps_clear_of_the_platforms_controls() {
        let (size, safe) = named_size("meta.story").expect("named");
        assert_eq!(size.to_string(), "1080x1920");
        assert_eq!(
            [safe.top, safe.right, safe.bottom, safe.left].map(Px::to_f64),
            [268.796_875, 64.796_875, 672.0, 64.796_875]
        );
        assert_eq!(named_size("meta.story@2x").map(|(_, safe)| safe.bottom), Some(Px::whole(1344)));
        assert!(named_size("meta.story@4x").is_none() && named_size("300x250").is_none());
    }

    #[test]
    fn every_named_size_is_a_creative() {
        for (at, size) in NAMED_SIZES.iter().enumerate() {
            assert!(named_size(size.name).is_some(), "{}", size.name);
            assert!(NAMED_SIZES[..at].iter().all(|other| other.name != size.name));
        }
    }
}
