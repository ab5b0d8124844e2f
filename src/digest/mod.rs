//! Content addresses: what makes two pieces of work "the same".
//!
//! In: values that are [`Stable`] (fed in one canonical, platform-independent order). Out: a [`Digest`].
//! Promise: equal digests mean equal work for this version of the renderer. [`RENDER_EPOCH`] enters every digest of
//! derived work, so a cache or a golden image can never survive a change of the pixels it stands for.

use std::fmt;
use std::sync::Arc;

/// Raised by hand whenever pixels or bytes change for unchanged inputs; `tests/golden.rs` fails when that was forgotten.
pub const RENDER_EPOCH: u32 = 6;

/// The version of the canonical encoding itself.
const FORMAT: u32 = 1;

/// A BLAKE3 hash: of raw bytes ([`Digest::of_bytes`]) or of a value and the code's epoch ([`Digest::of`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The address of a blob: the hash of its bytes and of nothing else, so that it names the file everywhere.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The address of a piece of work. `domain` keeps equal encodings of different kinds apart.
    #[must_use]
    pub fn of<T: Stable + ?Sized>(domain: &'static str, value: &T) -> Self {
        let mut feed = Feed { waiting: [0; ROOM], held: 0, rest: None };
        FORMAT.feed(&mut feed);
        RENDER_EPOCH.feed(&mut feed);
        domain.feed(&mut feed);
        value.feed(&mut feed);
        feed.finish()
    }

    /// The address of one part of what this names. Parts of one thing differ by their place, and the other 192 bits keep
    /// the parts of different things apart.
    #[must_use]
    pub fn part(mut self, place: [u16; 4]) -> Self {
        let place = place.into_iter().flat_map(u16::to_le_bytes);
        self.0.iter_mut().zip(place).for_each(|(byte, place)| *byte ^= place);
        self
    }

    /// The first twelve hexadecimal digits: enough for people, never for equality.
    #[must_use]
    pub fn short(&self) -> String {
        hex::encode(&self.0[..6])
    }

    /// All 64 hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex::encode(self.0)
    }

    /// Reads what [`Digest::hex`] wrote.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// The low 128 bits, for sets that count distinct work in a whole campaign.
    #[must_use]
    pub fn low128(&self) -> u128 {
        let mut half = [0; 16];
        half.copy_from_slice(&self.0[..16]);
        u128::from_le_bytes(half)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.short())
    }
}

/// Receives the canonical encoding of a value.
#[derive(Debug)]
pub struct Feed {
    /// Values are small, and the hash takes many at once for what one costs.
    waiting: [u8; ROOM],
    held: usize,
    /// What did not fit.
    rest: Option<Box<blake3::Hasher>>,
}

/// A chunk of BLAKE3.
const ROOM: usize = 1024;

impl Feed {
    /// Appends raw bytes; the caller feeds a length first where a value has no fixed one.
    pub fn bytes(&mut self, bytes: &[u8]) {
        if let Some(room) = self.waiting[self.held..].get_mut(..bytes.len()) {
            room.copy_from_slice(bytes);
            self.held += bytes.len();
            return;
        }
        let rest = self.rest.get_or_insert_default();
        rest.update(&self.waiting[..self.held]);
        rest.update(bytes);
        self.held = 0;
    }

    fn finish(self) -> Digest {
        let waiting = &self.waiting[..self.held];
        let hash = match self.rest {
            None => blake3::hash(waiting),
            Some(mut rest) => rest.update(waiting).finalize(),
        };
        Digest(*hash.as_bytes())
    }
}

/// A value with one canonical encoding on every platform: no `usize`, no raw floats, no map order.
pub trait Stable {
    /// Feeds the whole value, lengths before contents, variants by a tag.
    fn feed(&self, to: &mut Feed);
}

macro_rules! stable_ints {
    ($($t:ty),*) => {$(
        impl Stable for $t {
            fn feed(&self, to: &mut Feed) {
                to.bytes(&self.to_le_bytes());
            }
        }
    )*};
}
stable_ints!(u8, i8, u16, i16, u32, i32, u64, i64, u128);

impl Stable for bool {
    fn feed(&self, to: &mut Feed) {
        u8::from(*self).feed(to);
    }
}

impl Stable for str {
    fn feed(&self, to: &mut Feed) {
        (self.len() as u64).feed(to);
        to.bytes(self.as_bytes());
    }
}

impl Stable for String {
    fn feed(&self, to: &mut Feed) {
        self.as_str().feed(to);
    }
}

impl Stable for Digest {
    fn feed(&self, to: &mut Feed) {
        to.bytes(&self.0);
    }
}

impl<T: Stable> Stable for [T] {
    fn feed(&self, to: &mut Feed) {
        (self.len() as u64).feed(to);
        for value in self {
            value.feed(to);
        }
    }
}

impl<T: Stable> Stable for Vec<T> {
    fn feed(&self, to: &mut Feed) {
        self.as_slice().feed(to);
    }
}

impl<T: Stable, const N: usize> Stable for [T; N] {
    fn feed(&self, to: &mut Feed) {
        self.as_slice().feed(to);
    }
}

impl<T: Stable> Stable for Option<T> {
    fn feed(&self, to: &mut Feed) {
        self.is_some().feed(to);
        if let Some(value) = self {
            value.feed(to);
        }
    }
}

impl<T: Stable + ?Sized> Stable for &T {
    fn feed(&self, to: &mut Feed) {
        (*self).feed(to);
    }
}

impl<T: Stable + ?Sized> Stable for Arc<T> {
    fn feed(&self, to: &mut Feed) {
        (**self).feed(to);
    }
}

impl<T: Stable + ?Sized> Stable for Box<T> {
    fn feed(&self, to: &mut Feed) {
        (**self).feed(to);
    }
}

macro_rules! stable_tuples {
    ($($name:ident)+) => {
        impl<$($name: Stable),+> Stable for ($($name,)+) {
            fn feed(&self, to: &mut Feed) {
                #[allow(non_snake_case, reason = "the type parameters double as bindings")]
                let ($($name,)+) = self;
                $($name.feed(to);)+
            }
        }
    };
}
stable_tuples!(A);
stable_tuples!(A B);
stable_tuples!(A B C);
stable_tuples!(A B C D);
stable_tuples!(A B C D E);
stable_tuples!(A B C D E F);

/// Feeds the named fields of a struct in the order given. A macro, so that no field is fed twice by copy and paste.
#[macro_export]
macro_rules! stable_struct {
    ($type:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::digest::Stable for $type {
            fn feed(&self, to: &mut $crate::digest::Feed) {
                let Self { $($field),+ } = self;
                $($crate::digest::Stable::feed($field, to);)+
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_keep_neighbours_apart() {
        assert_ne!(Digest::of("t", &("ab", "c")), Digest::of("t", &("a", "bc")));
        assert_ne!(Digest::of("t", &vec![1u8, 2]), Digest::of("u", &vec![1u8, 2]));
    }

    #[test]
    fn hex_comes_back() {
        let digest = Digest::of_bytes(b"stencil");
        assert_eq!(Digest::from_hex(&digest.hex()), Some(digest));
        assert_eq!(Digest::from_hex("zz"), None);
    }
}
