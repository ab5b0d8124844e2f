use std::path::PathBuf;
use std::time::Duration;

/// How the server is run; everything that a person may choose.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder with `templates`, `brand-kits` and `fonts`.
    pub root: PathBuf,
    /// Folder of the database and of the signing keys.
    pub data: PathBuf,
    /// Folder with an `assets.yaml`.
    pub assets: PathBuf,
    /// Most bytes of all cached results together.
    pub cache: u64,
    /// Answer without a signature: for local work.
    pub unsigned: bool,
    /// Show the studio's pages, which ask for no signature either.
    pub studio: bool,
    /// How long others may keep a signed picture.
    pub max_age: Duration,
    /// Renders that may wait or run at once; one more is turned away.
    pub waiting: usize,
    /// Threads that render; all cores when zero.
    pub threads: usize,
    /// How long an answer may take when the request does not say.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            root: ".".into(),
            data: ".mimeo".into(),
            assets: "fixtures/photos".into(),
            cache: 256 << 20,
            unsigned: false,
            studio: false,
            max_age: Duration::from_secs(3600),
            waiting: 256,
            threads: 0,
            patience: Duration::from_secs(30),
        }
    }
}
