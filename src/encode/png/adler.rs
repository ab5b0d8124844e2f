//! Adler-32 (RFC 1950).

const MODULUS: u64 = 65_521;

/// The checksum of some bytes.
pub(super) fn adler(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    // the longest stretch whose sums fit 32 bits
    for part in bytes.chunks(5552) {
        for byte in part {
            a += u32::from(*byte);
            b += a;
        }
        a %= MODULUS as u32;
        b %= MODULUS as u32;
    }
    (b << 16) | a
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

    #[test]
    fn joined_checksums_are_those_of_the_joined_bytes() {
        assert_eq!(adler(b"Wikipedia"), 0x11E6_0398);
        let text: Vec<u8> = (0..20_000u32).map(|i| (i * i % 251) as u8).collect();
        for cut in [0, 1, 5552, 9999, 20_000] {
            let (one, two) = text.split_at(cut);
            assert_eq!(combine(adler(one), adler(two), two.len() as u64), adler(&text), "cut at {cut}");
        }
    }
}
