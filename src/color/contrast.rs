use super::Rgba;

/// The contrast ratio of two opaque colours, 1 to 21, as WCAG 2.2 defines it
/// (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
#[must_use]
pub fn contrast(one: Rgba, two: Rgba) -> f64 {
    ratio(luminance([one.r, one.g, one.b]), luminance([two.r, two.g, two.b]))
}

/// The contrast ratio of two relative luminances.
#[must_use]
pub fn ratio(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance of an opaque colour (<https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>).
#[must_use]
pub fn luminance([r, g, b]: [u8; 3]) -> f64 {
    let part = |channel: usize, value: u8| PARTS[channel][usize::from(value)];
    part(0, r) + part(1, g) + part(2, b)
}

/// What red, green and blue add to the luminance, by their values.
static PARTS: [[f64; 256]; 3] = {
    let mut all = [[0.0; 256]; 3];
    let mut n = 0;
    while n < 256 {
        all[0][n] = 0.2126 * LINEAR[n];
        all[1][n] = 0.7152 * LINEAR[n];
        all[2][n] = 0.0722 * LINEAR[n];
        n += 1;
    }
    all
};

/// Every channel value without its transfer function.
const LINEAR: [f64; 256] = {
    let mut all = [0.0; 256];
    let mut n = 0;
    while n < 256 {
        all[n] = linear(n as u8);
        n += 1;
    }
    all
};

/// The sRGB transfer function by `((v + 0.055) / 1.055)^2.4`. The power is `v²·v^0.4`, with the fifth root by Newton's
/// steps: products only, so that a verdict near a threshold is the same on every machine.
const fn linear(channel: u8) -> f64 {
    let v = channel as f64 / 255.0;
    if v <= 0.04045 {
        return v / 12.92;
    }
    let base = (v + 0.055) / 1.055;
    let mut root = base;
    let mut n = 0;
    while n < 40 {
        n += 1;
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
