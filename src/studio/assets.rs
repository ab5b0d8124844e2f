/// A file that pages link to.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name under `/studio/assets/`.
    pub name: &'static str,
    /// Its media type.
    pub mime: &'static str,
    /// All of it.
    pub bytes: &'static [u8],
}

const CSS: &str = "text/css; charset=utf-8";
const FONT: &str = "font/woff2";

/// All of them; the fonts' licences lie beside them.
const ASSETS: [Asset; 6] = [
    Asset { name: "tokens.css", mime: CSS, bytes: include_bytes!("assets/tokens.css") },
    Asset { name: "studio.css", mime: CSS, bytes: include_bytes!("assets/studio.css") },
    Asset {
        name: "studio.js",
        mime: "text/javascript; charset=utf-8",
        bytes: include_bytes!("assets/studio.js"),
    },
    Asset { name: "inter-latin.woff2", mime: FONT, bytes: include_bytes!("assets/inter-latin.woff2") },
    Asset {
        name: "inter-latin-ext.woff2",
        mime: FONT,
        bytes: include_bytes!("assets/inter-latin-ext.woff2"),
    },
    Asset {
        name: "jetbrains-mono-latin.woff2",
        mime: FONT,
        bytes: include_bytes!("assets/jetbrains-mono-latin.woff2"),
    },
];

/// The file of a name.
#[must_use]
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}
