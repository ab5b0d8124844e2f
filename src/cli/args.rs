use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};

use crate::encode::Format;
use crate::schema::Kind;

/// Renders design templates into exact, sized, localised ad creatives.
///
/// A template says what a creative looks like in every size; a brand kit brings colours, type, logos and copy; a campaign
/// names the variants. What variants share is painted and encoded once.
#[derive(Debug, Parser)]
#[command(name = "mimeo", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Args {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "Examples, from the folder of a checkout:
  mimeo render summer-sale --size 300x250 --set photo=pool \\
    --set headline=\"deck headline.2-days\" -o ad.jpg        one creative
  mimeo render summer-sale --all-sizes --watch --set photo=pool \\
    --set headline=Hello -o preview                         every size, again as files change
  mimeo plan fixtures/campaigns/spine.yaml                  how much work a campaign is
  mimeo export fixtures/campaigns/spine.yaml --out spine.zip  all of it, for trafficking
  mimeo explain out/spine_300x250_en-US_1.jpg               what a file was made from
  mimeo copy list --locale de-DE                            the texts
  mimeo check templates/summer-sale                         the faults of what you wrote

Exit codes: 0 done, 1 something failed and was told, 2 the command line is wrong.";

/// Where things are.
#[derive(Clone, Debug, clap::Args)]
pub struct Place {
    /// Folder with `templates`, `brand-kits` and `fonts`.
    #[arg(long, global = true, value_name = "DIR", default_value = ".", env = "MIMEO_ROOT")]
    pub root: PathBuf,
    /// Folder of the database; made on first use.
    #[arg(long, global = true, value_name = "DIR", default_value = ".mimeo", env = "MIMEO_DATA")]
    pub data: PathBuf,
    /// Most memory for cached results, in MiB.
    #[arg(long, global = true, value_name = "MIB", default_value_t = 256, env = "MIMEO_CACHE")]
    pub cache: u64,
}

impl Place {
    /// The data folder; a relative one lies in the root.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.root.join(&self.data)
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Draw one variant of a template
    #[command(
        after_help = "Examples:\n  mimeo render summer-sale --size 300x250 --locale de-DE \\\n    --set photo=pool --set headline=\"deck headline.2-days\" -o ad.jpg\n\n  Every size into a folder, again whenever a file of template, kit or deck changes:\n  mimeo render summer-sale --all-sizes --watch --set photo=pool \\\n    --set headline=Hello -o preview"
    )]
    Render(Render),
    /// Draw all variants of a campaign into a folder
    #[command(
        after_help = "Examples:\n  mimeo export fixtures/campaigns/spine.yaml --dry-run\n  mimeo export fixtures/campaigns/spine.yaml --sample 12 --out look\n  mimeo export fixtures/campaigns/spine.yaml --out spine.zip\n\nBeside the files lie index.html (a contact sheet: open it), manifest.csv (for trafficking) and\nmanifest.json (everything; `mimeo explain` reads it). Run again, it makes only what is not there yet.\nFiles that cannot be made are listed with their reason; all others are made, and the exit code is 1."
    )]
    Export(Export),
    /// Find the faults of templates, kits and campaigns
    #[command(
        after_help = "Example:\n  mimeo check templates/summer-sale brand-kits/parasola fixtures/campaigns/spine.yaml"
    )]
    Check(Check),
    /// Say what would be done, and how much of it is shared, drawing a few of its variants
    #[command(
        after_help = "Example:\n  mimeo plan fixtures/campaigns/spine.yaml\n  mimeo plan summer-sale --size 300x250 --set photo=pool --set headline=Hello --json"
    )]
    Plan(Plan),
    /// Answer requests for variants over HTTP, and show every template in every size
    #[command(after_help = "Example:\n  mimeo serve --unsigned\n\nThen open http://127.0.0.1:8080/studio/.")]
    Serve(Serve),
    /// Sign the address of a variant
    #[command(
        after_help = "Example:\n  mimeo sign '/v1/render/summer-sale.jpg?size=300x250&brand=parasola&slot.photo=beach'"
    )]
    Sign(Sign),
    /// Say what an exported file was made from, and whether it still is that file
    #[command(
        after_help = "Example:\n  mimeo explain out/spine_300x250_en-US_1.jpg\n\nReads the manifest.json beside the file. The exit code is 1 when the file was changed."
    )]
    Explain(Explain),
    /// List, import, export and edit texts
    #[command(
        after_help = "Examples:\n  mimeo copy list --locale de-DE --key \"headline.*\"\n  mimeo copy export --locale de-DE -o de-DE.csv"
    )]
    Copy(Copy),
    /// Write the JSON Schema of the language, for completion and hover in editors
    #[command(
        after_help = "Example:\n  mimeo schema -o mimeo.schema.json\n\nThen begin a file with a line such as\n  # yaml-language-server: $schema=../../mimeo.schema.json"
    )]
    Schema(Schema),
}

/// Which variant of a template.
#[derive(Clone, Debug, clap::Args)]
pub struct Choice {
    /// A size that the template declares, such as `300x250`.
    #[arg(long, value_name = "SIZE")]
    pub size: Option<String>,
    /// A brand kit; may be left out when there is only one.
    #[arg(long, value_name = "KIT", default_value = "parasola")]
    pub brand: String,
    /// Language and region; the brand's own when left out.
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
    /// Fill a slot: with words, a picture's name, or `deck KEY`. Slots that are left out take the deck key of their name.
    #[arg(long, value_name = "SLOT=VALUE")]
    pub set: Vec<String>,
    /// Set the texts of a fit group in no more than a percentage of their full size, as a campaign's manifest says.
    #[arg(long, value_name = "GROUP=PERCENT")]
    pub fit: Vec<String>,
    /// Folder with an `assets.yaml` that names the pictures; when left out, `photos` below the root, where that has one.
    #[arg(long, value_name = "DIR", default_value = "fixtures/photos", env = "MIMEO_ASSETS")]
    pub assets: PathBuf,
}

/// `mimeo render`
#[derive(Clone, Debug, clap::Args)]
pub struct Render {
    /// A template's name: its folder in `templates`.
    pub template: String,
    #[command(flatten)]
    pub choice: Choice,
    /// File format; told from the output's name when left out.
    #[arg(long)]
    pub format: Option<FormatArg>,
    /// Quality from 1 to 100, where the format has one.
    #[arg(long, value_name = "N", default_value_t = 84, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub quality: u8,
    /// Weight limit, such as `150kB`; met by lowering the quality, or refused.
    #[arg(long, value_name = "WEIGHT", value_parser = weight)]
    pub max_bytes: Option<u64>,
    /// Where to write; `-` is standard output. With `--all-sizes` a folder, made when missing.
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: PathBuf,
    /// Draw every size that the template declares.
    #[arg(long, conflicts_with = "size")]
    pub all_sizes: bool,
    /// Draw again whenever a file of the template, its components, the kit, its deck or the pictures changes.
    #[arg(long, conflicts_with = "json")]
    pub watch: bool,
    /// Say on standard output, as JSON, what was written.
    #[arg(long)]
    pub json: bool,
}

/// `mimeo export`
#[derive(Clone, Debug, clap::Args)]
pub struct Export {
    /// A campaign file.
    #[arg(required_unless_present = "list_simd")]
    pub campaign: Option<PathBuf>,
    /// Folder for the files, made when missing; or a file that ends in `.zip`.
    #[arg(long, value_name = "DIR|FILE.zip", default_value = "out")]
    pub out: PathBuf,
    /// Folder with an `assets.yaml`, for a campaign that names none; when left out, `photos` below the root.
    #[arg(long, value_name = "DIR", default_value = "fixtures/photos", env = "MIMEO_ASSETS")]
    pub assets: PathBuf,
    /// Make only so many files, spread evenly over sizes and locales.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub sample: Option<u32>,
    /// Which sample: another number chooses others.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "sample")]
    pub seed: u64,
    /// Say what would be made, and what could not be, without making it.
    #[arg(long)]
    pub dry_run: bool,
    /// Threads; all cores when left out.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Row kernels to use, one of `--list-simd`; the bytes are the same for all of them.
    #[arg(long, value_name = "LEVEL", hide = true)]
    pub simd: Option<String>,
    /// List the levels of row kernels that this processor has.
    #[arg(long, hide = true)]
    pub list_simd: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `mimeo check`
#[derive(Clone, Debug, clap::Args)]
pub struct Check {
    /// Names of templates, template folders, kit folders, campaign files, or single YAML files of any kind.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Prove that every size of a template holds: in all locales of the kit and in pseudo-locales, with the longest and
    /// the shortest texts; and that they can be read on the first picture of each scheme.
    #[arg(long)]
    pub proof: bool,
    /// With `--proof`: a folder for pictures, with an index.html: of each variant that does not hold, and of one in each
    /// size and locale that does; 400 at most.
    #[arg(long, value_name = "DIR", requires = "proof")]
    pub out: Option<PathBuf>,
    /// With `--proof`: the brand kit.
    #[arg(long, value_name = "KIT", default_value = "parasola", requires = "proof")]
    pub brand: String,
    /// With `--proof`: only this locale or pseudo-locale (pseudo-long, pseudo-rtl, pseudo-cjk, pseudo-nospace).
    #[arg(long, value_name = "TAG", requires = "proof")]
    pub locale: Vec<String>,
    /// With `--proof`: fill a slot; `SLOT=deck KEY.*` tries the longest and the shortest text of all keys that match.
    #[arg(long, value_name = "SLOT=VALUE", requires = "proof")]
    pub set: Vec<String>,
    /// With `--proof`: folder with an `assets.yaml` that names the pictures; when left out, `photos` below the root, where that has one.
    #[arg(long, value_name = "DIR", default_value = "fixtures/photos", env = "MIMEO_ASSETS")]
    pub assets: PathBuf,
    /// Print the findings as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `mimeo plan`
#[derive(Clone, Debug, clap::Args)]
pub struct Plan {
    /// A template's name, or a campaign file.
    pub what: String,
    #[command(flatten)]
    pub choice: Choice,
    /// Print resources, operations and bands as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `mimeo serve`
#[derive(Clone, Debug, clap::Args)]
pub struct Serve {
    /// Address and port to listen at.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", env = "MIMEO_ADDR")]
    pub addr: SocketAddr,
    /// Folder with an `assets.yaml` that names the pictures; when left out, `photos` below the root, where that has one.
    #[arg(long, value_name = "DIR", default_value = "fixtures/photos", env = "MIMEO_ASSETS")]
    pub assets: PathBuf,
    /// Answer without a signature; at an address of this machine only.
    #[arg(long)]
    pub unsigned: bool,
    /// Show the studio also at an address that others can reach. Its pages ask for no signature.
    #[arg(long)]
    pub studio: bool,
    /// Allow `--unsigned` at an address that others can reach.
    #[arg(long)]
    pub force: bool,
    /// How long others may keep a signed picture.
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub max_age: u32,
    /// Renders that may wait at once; more are turned away with 503.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..))]
    pub waiting: u16,
    /// Threads that render; all cores when left out.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

/// `mimeo sign`
#[derive(Clone, Debug, clap::Args)]
pub struct Sign {
    /// What to sign, from `/v1/render/` on.
    pub address: String,
    /// For how long it counts; for ever when left out.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=31_622_400))]
    pub expires: Option<u32>,
}

/// `mimeo explain`
#[derive(Clone, Debug, clap::Args)]
pub struct Explain {
    /// A file that `mimeo export` made.
    pub file: PathBuf,
    /// Print it as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `mimeo schema`
#[derive(Clone, Debug, clap::Args)]
pub struct Schema {
    /// One kind of file; all kinds, told apart by `kind:`, when left out.
    #[arg(value_parser = kinds())]
    pub kind: Option<Kind>,
    /// Where to write; standard output when left out.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `mimeo copy`
#[derive(Clone, Debug, clap::Args)]
pub struct Copy {
    #[command(subcommand)]
    pub command: CopyCommand,
}

fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::WORDS.map(|(word, _)| word)).map(|word| {
        let known = Kind::WORDS.into_iter().find(|(known, _)| *known == word);
        known.expect("clap lets only these words through").1
    })
}

/// What to do with texts.
#[derive(Clone, Debug, Subcommand)]
pub enum CopyCommand {
    /// Show the texts of a brand as renders see them
    #[command(after_help = "Example:\n  mimeo copy list --locale de-DE --key \"headline.*\"")]
    List(CopyList),
    /// Bring in the kit's decks; or decks from elsewhere, such as a translator's
    #[command(
        after_help = "Examples:\n  mimeo copy import\n  mimeo copy import from-translator/de-DE.csv\n\nRows of FILES become edits: the kit's own decks do not overwrite them later."
    )]
    Import(CopyImport),
    /// Write decks as CSV
    #[command(
        after_help = "Examples:\n  mimeo copy export --locale de-DE > de-DE.csv\n  mimeo copy export -o decks"
    )]
    Export(CopyExport),
    /// Edit one text; the kit's own decks do not overwrite it later
    #[command(
        after_help = "Example:\n  mimeo copy set headline.1-home \"Bring the summer home.\" --locale en-US --short \"Summer, home.\""
    )]
    Set(CopySet),
}

/// `mimeo copy list`
#[derive(Clone, Debug, clap::Args)]
pub struct CopyList {
    /// Whose texts.
    #[arg(long, value_name = "KIT", default_value = "parasola")]
    pub brand: String,
    /// Only this locale.
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
    /// Only these keys: one, or `headline.*`.
    #[arg(long, value_name = "PATTERN")]
    pub key: Option<String>,
    /// Print the rows as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `mimeo copy import`
#[derive(Clone, Debug, clap::Args)]
pub struct CopyImport {
    /// Deck files, named by their locale: `de-DE.csv`. Without any, the kit's own.
    #[arg(value_name = "FILES")]
    pub files: Vec<PathBuf>,
    /// Whose texts.
    #[arg(long, value_name = "KIT", default_value = "parasola")]
    pub brand: String,
    /// Print what was done as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `mimeo copy export`
#[derive(Clone, Debug, clap::Args)]
pub struct CopyExport {
    /// Whose texts.
    #[arg(long, value_name = "KIT", default_value = "parasola")]
    pub brand: String,
    /// One locale; all, each into a file of its own, when left out.
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
    /// A file, or a folder when there is no `--locale`; standard output when left out.
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,
    /// Print what was written as JSON.
    #[arg(long, requires = "output")]
    pub json: bool,
}

/// `mimeo copy set`
#[derive(Clone, Debug, clap::Args)]
pub struct CopySet {
    /// Dotted, such as `headline.1-home`.
    pub key: String,
    /// What it says.
    pub text: String,
    /// In which locale.
    #[arg(long, value_name = "TAG")]
    pub locale: String,
    /// For boxes where the text does not fit.
    #[arg(long, value_name = "TEXT")]
    pub short: Option<String>,
    /// For the smallest boxes.
    #[arg(long, value_name = "TEXT")]
    pub shorter: Option<String>,
    /// For translators.
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Not approved yet.
    #[arg(long)]
    pub draft: bool,
    /// Whose text.
    #[arg(long, value_name = "KIT", default_value = "parasola")]
    pub brand: String,
    /// Print the version as JSON.
    #[arg(long)]
    pub json: bool,
}

/// A file format on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// JPEG
    #[value(alias = "jpg")]
    Jpeg,
    /// PNG
    Png,
    /// WebP
    Webp,
    /// AVIF
    Avif,
    /// Whichever of PNG, JPEG and WebP makes the smallest file
    Auto,
}

impl FormatArg {
    /// The formats that may be taken.
    #[must_use]
    pub fn formats(self) -> Vec<Format> {
        match self {
            Self::Jpeg => vec![Format::Jpeg],
            Self::Png => vec![Format::Png],
            Self::Webp => vec![Format::Webp],
            Self::Avif => vec![Format::Avif],
            Self::Auto => Format::worth_trying(|_| true),
        }
    }
}

fn weight(text: &str) -> Result<u64, String> {
    crate::campaign::parse_bytes(text).ok_or_else(|| "write a weight such as 150kB, 1MB or 4096".to_owned())
}
