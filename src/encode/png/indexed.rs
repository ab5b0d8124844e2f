//! Few colours: an image of at most 256 as indices into a palette.

/// Pixels as places in a list of their colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// At most 256, straight RGBA, each once.
    pub colors: Vec<[u8; 4]>,
    /// One for each pixel.
    pub indices: Vec<u8>,
}

/// The most colours of a palette.
pub(super) const MOST: usize = 256;

/// Twice as many slots as there may be colours.
const SLOTS: usize = 1024;

/// Colours met so far, found by their hash.
pub(super) struct Colors {
    list: Vec<[u8; 4]>,
    /// Places in the list, plus one.
    slots: [u16; SLOTS],
}

impl Colors {
    pub(super) fn new() -> Self {
        Self { list: Vec::new(), slots: [0; SLOTS] }
    }

    /// The place of a colour, which is added when it is new; nothing when there are too many.
    #[inline(always)]
    pub(super) fn place(&mut self, color: [u8; 4]) -> Option<u8> {
        let hash = u32::from_le_bytes(color).wrapping_mul(0x9e37_79b1) >> 22;
        let mut slot = hash as usize % SLOTS;
        loop {
            match self.slots[slot] {
                0 if self.list.len() == MOST => return None,
                0 => {
                    self.list.push(color);
                    self.slots[slot] = self.list.len() as u16;
                    return Some((self.list.len() - 1) as u8);
                }
                place if self.list[usize::from(place) - 1] == color => return Some((place - 1) as u8),
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

impl Indexed {
    /// Nothing when there are more than 256 colours; soon, in a photo.
    pub(super) fn of(pixels: impl ExactSizeIterator<Item = [u8; 4]>) -> Option<Self> {
        let mut colors = Colors::new();
        let mut indices = Vec::with_capacity(pixels.len());
        let mut last = None;
        for color in pixels {
            let place = match last {
                Some((same, place)) if same == color => place,
                _ => colors.place(color)?,
            };
            last = Some((color, place));
            indices.push(place);
        }
        Some(Self { colors: colors.list, indices })
    }

    /// All bands as one, colours sorted: those with alpha first, so that their list can be short. Nothing when one of the
    /// bands, or all together, have too many colours.
    pub(super) fn join<'a>(bands: impl Iterator<Item = Option<&'a Self>> + Clone) -> Option<Self> {
        let mut all = Colors::new();
        for band in bands.clone() {
            for color in &band?.colors {
                all.place(*color)?;
            }
        }
        let mut sorted = all.list;
        sorted.sort_unstable_by_key(|color| (color[3] == 255, *color));
        let mut indices = Vec::new();
        for band in bands.flatten() {
            let mut places = [0u8; MOST];
            for (place, color) in places.iter_mut().zip(&band.colors) {
                *place = sorted.iter().position(|c| c == color).expect("every colour was added") as u8;
            }
            indices.extend(band.indices.iter().map(|index| places[usize::from(*index)]));
        }
        Some(Self { colors: sorted, indices })
    }

    /// Bits of a pixel.
    pub(super) fn depth(&self) -> u8 {
        match self.colors.len() {
            0..=2 => 1,
            3..=4 => 2,
            5..=16 => 4,
            _ => 8,
        }
    }

    /// Rows of `w` pixels, packed, each behind the number of its filter: none, since differences of indices say nothing.
    pub(super) fn rows(&self, w: usize) -> Vec<u8> {
        let depth = usize::from(self.depth());
        let in_byte = 8 / depth;
        let mut rows = Vec::with_capacity((w.div_ceil(in_byte) + 1) * (self.indices.len() / w));
        for row in self.indices.chunks_exact(w) {
            rows.push(0);
            if depth == 8 {
                rows.extend_from_slice(row);
                continue;
            }
            rows.extend(row.chunks(in_byte).map(|pixels| {
                let shifts = (0..in_byte).rev().map(|n| n * depth);
                pixels.iter().zip(shifts).fold(0, |byte, (index, shift)| byte | index << shift)
            }));
        }
        rows
    }
}
