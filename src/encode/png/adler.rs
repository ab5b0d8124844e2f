//! Adler-32 (RFC 1950).

use fearless_simd::{Level, dispatch};

const MODULUS: u64 = 65_521;

/// Bytes that are weighed at once.
const GROUP: usize = 32;

/// Groups whose sums fit 32 bits, with room for what was before: 5552 bytes is the most (RFC 1950).
const GROUPS: usize = 5552 / GROUP;

/// The checksum of some bytes; the same at every level.
pub(super) fn adler(level: Level, bytes: &[u8]) -> u32 {
    dispatch!(level, _simd => sum(bytes))
}

#[inline(always)]
fn sum(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    let (groups, tail) = bytes.as_chunks::<GROUP>();
    for some in groups.chunks(GROUPS) {
        for group in some {
            // b adds up every a on the way: the first byte counts once for each byte of the group
            let (mut plain, mut weighed) = (0u32, 0u32);
            for (n, byte) in group.iter().enumerate() {
                plain += u32::from(*byte);
                weighed += u32::from(*byte) * (GROUP - n) as u32;
            }
            b += a * GROUP as u32 + weighed;
            a += plain;
        }
        a %= MODULUS as u32;
        b %= MODULUS as u32;
    }
    for byte in tail {
        a += u32::from(*byte);
        b += a;
    }
    ((b % MODULUS as u32) << 16) | (a % MODULUS as u32)
}

/// The checksum of two texts joined, from theirs and the length of the second.
pub(super) fn combine(first: u32, second: u32, second_len: u64) -> u32 {
    let parts = |sum: u32| (u64::from(sum & 0xffff), u64::from(sum >> 16));
    let ((a1, b1), (a2, b2)) = (parts(first), parts(second));
    // a counts a one that both sums started with; b of the second runs on from a of the first instead of from one
    let a = (a1 + a2 + MODULUS - 1) % MODULUS;
    let b = (b1 + b2 + (second_len % MODULUS) * (a1 + MODULUS - 1)) % MODULUS;
    ((b << 16) | a) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Kernels;

    /// As the RFC has it.
    fn plain(bytes: &[u8]) -> u32 {
        let (a, b) = bytes.iter().fold((1, 0), |(a, b), byte| {
            let a = (a + u64::from(*byte)) % MODULUS;
            (a, (a + b) % MODULUS)
        });
        ((b << 16) | a) as u32
    }

    #[test]
    fn sums_are_those_of_the_rfc_at_every_level() {
        let high = vec![255; 40_000];
        let text: Vec<u8> = (0..20_000u32).map(|i| (i * i % 251) as u8).collect();
        for (name, kernels) in Kernels::all() {
            assert_eq!(adler(kernels.level(), b"Wikipedia"), 0x11E6_0398, "{name}");
            for len in [0, 1, 31, 32, 33, 5551, 5552, 5553, 20_000] {
                assert_eq!(adler(kernels.level(), &text[..len]), plain(&text[..len]), "{name}, {len}");
            }
            assert_eq!(adler(kernels.level(), &high), plain(&high), "{name}");
        }
    }

    #[test]
    fn joined_checksums_are_those_of_the_joined_bytes() {
        let text: Vec<u8> = (0..20_000u32).map(|i| (i * i % 251) as u8).collect();
        let level = Level::new();
        for cut in [0, 1, 5552, 9999, 20_000] {
            let (one, two) = text.split_at(cut);
            let sum = combine(adler(level, one), adler(level, two), two.len() as u64);
            assert_eq!(sum, adler(level, &text), "cut at {cut}");
        }
    }
}
