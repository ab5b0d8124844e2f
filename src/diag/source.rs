use std::sync::Arc;

/// Names one text within [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in a text; both ends on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which text.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// Past the last byte.
    pub end: u32,
}

impl Span {
    /// A range in a text. Texts are capped far below 4 GiB when they are read.
    #[must_use]
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clip = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { source, start: clip(start), end: clip(end) }
    }

    /// A part of this range, by offsets from its start.
    #[must_use]
    pub fn slice(self, start: usize, end: usize) -> Self {
        let base = self.start as usize;
        Self::new(self.source, base + start, (base + end).min(self.end.max(self.start) as usize))
    }
}

/// One text that was read, under the name that reports show.
#[derive(Clone, Debug)]
pub struct Source {
    /// A path relative to where the user stands, or a made-up name.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

impl Source {
    /// Line and column (in characters) of a byte offset, both from one.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let at = (offset as usize).min(self.text.len());
        let before = self.text.get(..at).unwrap_or(&self.text);
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

/// All texts that diagnostics may point into.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text and names it. A byte order mark is left out, as readers do: it has no column.
    pub fn add(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> SourceId {
        let text = text.into();
        let text = text.strip_prefix('\u{feff}').map(Arc::from).unwrap_or(text);
        self.0.push(Source { name: name.into(), text });
        SourceId(u32::try_from(self.0.len() - 1).expect("fewer than 2³² files are ever read"))
    }

    /// All texts, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// The text of an id that this collection gave out.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// The characters under a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}
