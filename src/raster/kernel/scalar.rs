//! What each kernel computes, channel by channel: the reference that the wide versions must equal to the bit.

/// `v / 255` rounded to nearest; exact for 0 ..= 255².
#[inline(always)]
#[must_use]
pub fn div255(v: u32) -> u32 {
    let v = v + 128;
    (v + (v >> 8)) >> 8
}

#[inline(always)]
fn times(a: u8, b: u8) -> u8 {
    div255(u32::from(a) * u32::from(b)) as u8
}

fn pixels<'a>(d: &'a mut [u8], s: &'a [u8]) -> impl Iterator<Item = (&'a mut [u8; 4], &'a [u8; 4])> {
    d.as_chunks_mut::<4>().0.iter_mut().zip(s.as_chunks::<4>().0)
}

fn over_pixel(d: &mut [u8; 4], s: [u8; 4]) {
    let rest = 255 - s[3];
    for (d, s) in d.iter_mut().zip(s) {
        *d = s + times(*d, rest);
    }
}

/// See [`super::Kernels::over`].
pub fn over(d: &mut [u8], s: &[u8]) {
    pixels(d, s).for_each(|(d, s)| over_pixel(d, *s));
}

/// See [`super::Kernels::over_faded`].
pub fn over_faded(d: &mut [u8], s: &[u8], opacity: u8) {
    pixels(d, s).for_each(|(d, s)| over_pixel(d, s.map(|c| times(c, opacity))));
}

/// See [`super::Kernels::over_masked`].
pub fn over_masked(d: &mut [u8], s: &[u8], mask: &[u8], opacity: u8) {
    for ((d, s), m) in pixels(d, s).zip(mask) {
        let m = times(*m, opacity);
        over_pixel(d, s.map(|c| times(c, m)));
    }
}

/// See [`super::Kernels::fill`].
pub fn fill(d: &mut [u8], color: [u8; 4]) {
    d.as_chunks_mut::<4>().0.iter_mut().for_each(|d| over_pixel(d, color));
}

/// See [`super::Kernels::fill_masked`].
pub fn fill_masked(d: &mut [u8], color: [u8; 4], mask: &[u8]) {
    for (d, m) in d.as_chunks_mut::<4>().0.iter_mut().zip(mask) {
        over_pixel(d, color.map(|c| times(c, *m)));
    }
}

/// See [`super::Kernels::multiply`].
pub fn multiply(d: &mut [u8], s: &[u8]) {
    for (d, s) in pixels(d, s) {
        let (rest_s, rest_d) = (u32::from(255 - s[3]), u32::from(255 - d[3]));
        for (d, s) in d.iter_mut().zip(s) {
            let (dc, sc) = (u32::from(*d), u32::from(*s));
            *d = div255(sc * rest_d + dc * rest_s + sc * dc) as u8;
        }
    }
}

/// See [`super::Kernels::screen`].
pub fn screen(d: &mut [u8], s: &[u8]) {
    for (d, s) in d.iter_mut().zip(s) {
        let (dc, sc) = (u32::from(*d), u32::from(*s));
        *d = div255(255 * (sc + dc) - sc * dc) as u8;
    }
}

/// See [`super::Kernels::fade_masked`].
pub fn fade_masked(d: &mut [u8], mask: &[u8], opacity: u8) {
    for (d, m) in d.as_chunks_mut::<4>().0.iter_mut().zip(mask) {
        let m = times(*m, opacity);
        *d = d.map(|c| times(c, m));
    }
}

/// See [`super::Kernels::fade`].
pub fn fade(d: &mut [u8], opacity: u8) {
    d.iter_mut().for_each(|d| *d = times(*d, opacity));
}

/// See [`super::Kernels::add`].
pub fn add(d: &mut [u8], s: &[u8]) {
    d.iter_mut().zip(s).for_each(|(d, s)| *d = d.saturating_add(*s));
}
