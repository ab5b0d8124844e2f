use super::Rgba;

/// The contrast ratio of two opaque colours, 1 to 21, as WCAG 2.2 defines it
/// (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
#[must_use]
pub fn contrast(one: Rgba, two: Rgba) -> f64 {
    let (a, b) = (luminance(one), luminance(two));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance (<https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>).
fn luminance(c: Rgba) -> f64 {
    0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b)
}

/// The sRGB transfer function by `((v + 0.055) / 1.055)^2.4`. The power is `v²·v^0.4`, with the fifth root by Newton's
/// steps: products only, so that a verdict near a threshold is the same on every machine.
fn linear(channel: u8) -> f64 {
    let v = f64::from(channel) / 255.0;
    if v <= 0.04045 {
        return v / 12.92;
    }
    let base = (v + 0.055) / 1.055;
    let mut root = base;
    for _ in 0..40 {
        let fourth = root * root * root * root;
        root = (4.0 * root + base / fourth) / 5.0;
    }
    base * base * root * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_published_ratios() {
        let hex = |text| Rgba::from_hex(text).expect("a colour");
        assert!((contrast(Rgba::BLACK, Rgba::WHITE) - 21.0).abs() < 1e-9);
        // #767676 on white is the well-known edge of AA: 4.54.
        assert!((contrast(hex("#767676"), Rgba::WHITE) - 4.54).abs() < 0.005);
        assert!((contrast(hex("#FFFFFF"), hex("#CB3A1E")) - 5.0).abs() < 0.05);
        assert!((contrast(hex("#2A1533"), hex("#FFF4E4")) - 15.4).abs() < 0.05);
    }
}
