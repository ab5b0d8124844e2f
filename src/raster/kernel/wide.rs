//! The kernels as the vectoriser likes them: two channels at a time in a `u32`, no branches in a row. All inlined into
//! the arms of `dispatch!`, where the instruction set is known.

const LOW: u32 = 0x00ff_00ff;
const HALF: u32 = 0x0080_0080;

#[inline(always)]
fn div255(v: u32) -> u32 {
    let v = v + 128;
    (v + (v >> 8)) >> 8
}

/// All four channels times `m / 255`, rounded.
#[inline(always)]
fn scale(p: u32, m: u32) -> u32 {
    let rb = (p & LOW) * m + HALF;
    let rb = ((rb + ((rb >> 8) & LOW)) >> 8) & LOW;
    let ag = ((p >> 8) & LOW) * m + HALF;
    let ag = (ag + ((ag >> 8) & LOW)) & !LOW;
    rb | ag
}

/// No channel carries into the next: `s ≤ αs` and `d·(1 − αs) ≤ 255 − αs`. Wrapping keeps pixels that break the
/// premultiplied promise from panicking; they come out wrong, as they went in.
#[inline(always)]
fn over_pixel(d: u32, s: u32) -> u32 {
    s.wrapping_add(scale(d, 255 - (s >> 24)))
}

#[inline(always)]
fn each(d: &mut [u8], f: impl Fn(u32) -> u32) {
    for d in d.as_chunks_mut::<4>().0 {
        *d = f(u32::from_le_bytes(*d)).to_le_bytes();
    }
}

#[inline(always)]
fn each_two(d: &mut [u8], s: &[u8], f: impl Fn(u32, u32) -> u32) {
    for (d, s) in d.as_chunks_mut::<4>().0.iter_mut().zip(s.as_chunks::<4>().0) {
        *d = f(u32::from_le_bytes(*d), u32::from_le_bytes(*s)).to_le_bytes();
    }
}

#[inline(always)]
fn each_masked(d: &mut [u8], mask: &[u8], f: impl Fn(u32, u32) -> u32) {
    for (d, m) in d.as_chunks_mut::<4>().0.iter_mut().zip(mask) {
        *d = f(u32::from_le_bytes(*d), u32::from(*m)).to_le_bytes();
    }
}

#[inline(always)]
pub(super) fn over(d: &mut [u8], s: &[u8]) {
    each_two(d, s, over_pixel);
}

#[inline(always)]
pub(super) fn over_faded(d: &mut [u8], s: &[u8], opacity: u8) {
    let m = u32::from(opacity);
    each_two(d, s, |d, s| over_pixel(d, scale(s, m)));
}

#[inline(always)]
pub(super) fn over_masked(d: &mut [u8], s: &[u8], mask: &[u8], opacity: u8) {
    let opacity = u32::from(opacity);
    let pixels = d.as_chunks_mut::<4>().0.iter_mut().zip(s.as_chunks::<4>().0).zip(mask);
    for ((d, s), m) in pixels {
        let s = scale(u32::from_le_bytes(*s), div255(u32::from(*m) * opacity));
        *d = over_pixel(u32::from_le_bytes(*d), s).to_le_bytes();
    }
}

#[inline(always)]
pub(super) fn fill(d: &mut [u8], color: [u8; 4]) {
    let s = u32::from_le_bytes(color);
    if color[3] == 255 {
        d.as_chunks_mut::<4>().0.fill(color);
    } else {
        each(d, |d| over_pixel(d, s));
    }
}

#[inline(always)]
pub(super) fn fill_masked(d: &mut [u8], color: [u8; 4], mask: &[u8]) {
    let s = u32::from_le_bytes(color);
    each_masked(d, mask, |d, m| over_pixel(d, scale(s, m)));
}

#[inline(always)]
pub(super) fn multiply(d: &mut [u8], s: &[u8]) {
    each_two(d, s, |d, s| {
        let (rest_s, rest_d) = (255 - (s >> 24), 255 - (d >> 24));
        let channel = |shift: u32| {
            let (sc, dc) = ((s >> shift) & 255, (d >> shift) & 255);
            div255(sc * rest_d + dc * rest_s + sc * dc) << shift
        };
        channel(0) | channel(8) | channel(16) | channel(24)
    });
}

#[inline(always)]
pub(super) fn screen(d: &mut [u8], s: &[u8]) {
    for (d, s) in d.iter_mut().zip(s) {
        let (dc, sc) = (u32::from(*d), u32::from(*s));
        *d = div255(255 * (sc + dc) - sc * dc) as u8;
    }
}

#[inline(always)]
pub(super) fn fade_masked(d: &mut [u8], mask: &[u8], opacity: u8) {
    let opacity = u32::from(opacity);
    each_masked(d, mask, |d, m| scale(d, div255(m * opacity)));
}

#[inline(always)]
pub(super) fn fade(d: &mut [u8], opacity: u8) {
    let m = u32::from(opacity);
    each(d, |d| scale(d, m));
}

#[inline(always)]
pub(super) fn add(d: &mut [u8], s: &[u8]) {
    for (d, s) in d.iter_mut().zip(s) {
        *d = d.saturating_add(*s);
    }
}
