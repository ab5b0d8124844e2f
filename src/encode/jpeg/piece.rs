use super::huffman::Bits;
use super::strip::Heads;
use crate::memo::Weigh;

/// Neighbouring columns of a band, entropy-coded all but the first DC coefficient of each component: those are written as
/// differences to whatever stands to the left. So a band in which only some columns are new is joined of pieces, and its
/// bytes are those of the band encoded as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    first: [i32; 3],
    last: [i32; 3],
    /// How many bits follow the first coefficient of each component, and where they begin in `data`.
    parts: [(usize, usize); 3],
    /// Not stuffed; each part begins on a multiple of four bytes.
    data: Vec<u8>,
}

impl Piece {
    pub(super) fn new(heads: &Heads, data: &[u8]) -> Self {
        let mut from = 0;
        let parts = heads.parts.map(|part| {
            let begun = std::mem::replace(&mut from, part.next);
            (part.bits - begun * 8, begun)
        });
        Self { first: heads.first, last: heads.last, parts, data: data.to_vec() }
    }
}

impl Weigh for Piece {
    fn weight(&self) -> usize {
        self.data.len() + size_of::<Self>()
    }
}

/// The restart segment of a band from its pieces, left to right. `room` is overwritten.
#[must_use]
pub fn join<'a>(pieces: &[&Piece], room: &'a mut Vec<u8>) -> &'a [u8] {
    let mut bits = Bits::<true>::new(room);
    let mut before = [0; 3];
    for piece in pieces {
        // Every byte may have to be stuffed; three DC codes take less than eight bytes.
        bits.reserve_bytes(piece.data.len() * 2 + 32);
        for (component, before) in before.iter_mut().enumerate() {
            let (count, from) = piece.parts[component];
            bits.dc(component > 0, piece.first[component], before);
            bits.append(&piece.data[from..], count);
        }
        before = piece.last;
    }
    bits.finish()
}
