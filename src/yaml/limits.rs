/// What a file may be at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length of the text.
    pub bytes: usize,
    /// Collections within collections.
    pub depth: usize,
    /// Keys, values and collections together.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 1 << 20, depth: 64, nodes: 100_000 }
    }
}
