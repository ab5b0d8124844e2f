use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::encode::Format;

/// Renders design templates into exact, sized, localised ad creatives.
///
/// A template says what a creative looks like in every size; a brand kit brings colours, type, logos and copy; a campaign
/// names the variants. What variants share is painted and encoded once.
#[derive(Debug, Parser)]
#[command(name = "mimeo", version, max_term_width = 100)]
pub struct Args {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

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
    #[command(after_help = "Example:\n  mimeo render summer-sale --size 300x250 --locale de-DE \\\n    --set photo=pool --set headline=\"deck headline.2-days\" -o ad.jpg")]
    Render(Render),
    /// Draw all variants of a campaign into a folder
    #[command(after_help = "Example:\n  mimeo export fixtures/campaigns/spine.yaml --out out\n\nRun again, it draws only what is not there yet.")]
    Export(Export),
    /// Find the faults of templates, kits and campaigns
    #[command(after_help = "Example:\n  mimeo check templates/summer-sale brand-kits/parasola fixtures/campaigns/spine.yaml")]
    Check(Check),
    /// Say what would be done, and how much of it is shared, without drawing
    #[command(after_help = "Example:\n  mimeo plan fixtures/campaigns/spine.yaml\n  mimeo plan summer-sale --size 300x250 --set photo=pool --set headline=Hello --json")]
    Plan(Plan),
    /// Answer requests for variants over HTTP, and show every template in every size
    #[command(after_help = "Example:\n  mimeo serve --unsigned\n\nThen open http://127.0.0.1:8080/studio/.")]
    Serve(Serve),
    /// Sign the address of a variant
    #[command(after_help = "Example:\n  mimeo sign '/v1/render/summer-sale.jpg?size=300x250&brand=parasola&slot.photo=beach'")]
    Sign(Sign),
}

/// Which variant of a template.
#[derive(Clone, Debug, clap::Args)]
pub struct Choice {
    /// A size that the template declares, such as `300x250`.
    #[arg(long, value_name = "SIZE")]
    pub size: Option<String>,
    /// A brand kit; may be left out when there is only one, or when the template's folder names it.
    #[arg(long, value_name = "KIT", default_value = "parasola")]
    pub brand: String,
    /// Language and region; the brand's own when left out.
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
    /// Fill a slot: with words, a picture's name, or `deck KEY`. Slots that are left out take the deck key of their name.
    #[arg(long, value_name = "SLOT=VALUE")]
    pub set: Vec<String>,
    /// Folder with an `assets.yaml` that names the pictures.
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
    /// Where to write; `-` is standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
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
    /// Template folders, kit folders, campaign files, or single YAML files of any kind.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
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
    /// Folder with an `assets.yaml` that names the pictures.
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
}

impl From<FormatArg> for Format {
    fn from(arg: FormatArg) -> Self {
        match arg {
            FormatArg::Jpeg => Self::Jpeg,
            FormatArg::Png => Self::Png,
            FormatArg::Webp => Self::Webp,
        }
    }
}

fn weight(text: &str) -> Result<u64, String> {
    crate::campaign::parse_bytes(text).ok_or_else(|| "write a weight such as 150kB, 1MB or 4096".to_owned())
}
