use super::{Argument, ColorExpr, Expr, Paint, Spanned, TextExpr};
use crate::brand::{Caps, Hyphens, LineBreak, Transform, WordBreak};
use crate::color::{BlendMode, Rgba};
use crate::diag::Span;
use crate::geom::{Angle, Length, Ratio};

/// One layer: its properties, and what each class changes of them.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The whole layer.
    pub span: Span,
    /// How diagnostics, overlays and `apart:` call it.
    pub id: Option<Spanned<String>>,
    /// What was written; `content` is always there.
    pub props: Props,
    /// `in CLASS:`, in the order of the template's `classes:`.
    pub overrides: Vec<(Spanned<String>, Props)>,
}

impl Layer {
    /// What was written for all classes, then for each.
    pub fn every_props(&self) -> impl Iterator<Item = &Props> {
        std::iter::once(&self.props).chain(self.overrides.iter().map(|(_, props)| props))
    }
}

/// The kind of a layer with the value of its first key.
#[derive(Clone, Debug)]
pub enum Content {
    /// `image: $photo`
    Image(TextExpr),
    /// `fill: PAINT`: paints its whole box.
    Fill(Paint),
    /// `text: …`
    Text(TextExpr),
    /// `stack: row | column`, children in `layers:`.
    Stack(StackDirection),
    /// `shape: rect | ellipse | path`, painted by `box:`.
    Shape(ShapeKind),
    /// `logo: auto | NAME`, or `$slot`.
    Logo(TextExpr),
    /// `use: COMPONENT`, arguments in `with:`.
    Use(String),
    /// `svg: FILE` of the template's folder.
    Svg(String),
    /// `group: LAYERS`, all placed, composited as one; they are in [`Props::layers`].
    Group,
}

impl Content {
    /// The words of all kinds.
    pub const WORDS: [&'static str; 9] =
        ["image", "fill", "text", "stack", "group", "shape", "svg", "logo", "use"];

    /// The word that stands for it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Image(_) => "image",
            Self::Fill(_) => "fill",
            Self::Text(_) => "text",
            Self::Stack(_) => "stack",
            Self::Shape(_) => "shape",
            Self::Logo(_) => "logo",
            Self::Use(_) => "use",
            Self::Svg(_) => "svg",
            Self::Group => "group",
        }
    }
}

/// Every property that a layer can have. `None`: not written here. Merged field by field; maps (`style fit box with`)
/// merge one level deep, all else is replaced.
#[derive(Clone, Debug, Default)]
pub struct Props {
    /// The kind and its value.
    pub content: Option<Spanned<Content>>,
    /// Children, of a stack or a group.
    pub layers: Option<Vec<Layer>>,
    /// Takes the layer out of the flow and anchors it in its parent.
    pub place: Option<Spanned<Place>>,
    /// Distances from the parent's edges: block start, inline end, block end, inline start.
    pub inset: Option<[Inset; 4]>,
    /// Distances that the layer keeps in the flow of a stack; same order.
    pub margin: Option<[Length; 4]>,
    /// Width.
    pub width: Option<Length>,
    /// Height.
    pub height: Option<Length>,
    /// Least width.
    pub min_width: Option<Length>,
    /// Most width.
    pub max_width: Option<Length>,
    /// Least height.
    pub min_height: Option<Length>,
    /// Most height.
    pub max_height: Option<Length>,
    /// Width over height.
    pub aspect: Option<Ratio>,
    /// Share of a stack's free space.
    pub grow: Option<Ratio>,
    /// Cross-axis place in its stack, overriding the stack's `align`.
    pub align_self: Option<AlignItems>,
    /// Drawn only when true.
    pub when: Option<Spanned<Expr>>,
    /// Of the whole layer.
    pub opacity: Option<Ratio>,
    /// How the whole layer meets what lies below.
    pub blend: Option<BlendMode>,
    /// About the layer's centre, clockwise. Not mirrored.
    pub rotate: Option<Angle>,
    /// Cuts the whole layer to a shape in its box.
    pub clip: Option<ShapeKind>,
    /// Fades the whole layer by the opacity of a gradient over its box.
    pub mask: Option<Spanned<Paint>>,
    /// Changes the colours of a picture.
    pub filter: Option<FilterProps>,
    /// Colours of an SVG, by hex, and what each becomes.
    pub colors: Option<Vec<(Rgba, Spanned<ColorExpr>)>>,
    /// Along which axes an SVG is repeated.
    pub tile: Option<TileAxis>,
    /// Width and height of a tile; one of them follows from the other.
    pub tile_size: Option<[Option<Length>; 2]>,
    /// `false`: keeps its left and right in right-to-left.
    pub mirror: Option<bool>,
    /// Ids of layers that must not overlap this one.
    pub apart: Option<Vec<Spanned<String>>>,
    /// Ids of layers that this image's subject should stay clear of.
    pub clear: Option<Vec<Spanned<String>>>,
    /// Space between a stack's children.
    pub gap: Option<Length>,
    /// Cross-axis place of a stack's children.
    pub align: Option<AlignItems>,
    /// Main-axis place of a stack's children.
    pub justify: Option<Justify>,
    /// Whether a stack's children wrap.
    pub wrap: Option<bool>,
    /// Text style; inherits.
    pub style: Option<Spanned<StyleProps>>,
    /// Text colour, or a gradient over each text's box; inherits.
    pub color: Option<Spanned<Paint>>,
    /// Text alignment; inherits.
    pub text_align: Option<TextAlign>,
    /// How the symbol and the minor units of amounts in a text are set.
    pub minor: Option<MinorUnits>,
    /// A line in this colour through a text.
    pub strike: Option<Spanned<ColorExpr>>,
    /// What stands outside the margin of a text.
    pub hang: Option<Hang>,
    /// How strict the rules of line breaks are.
    pub line_break: Option<LineBreak>,
    /// Whether lines end inside words.
    pub word_break: Option<WordBreak>,
    /// Whether words are divided.
    pub hyphens: Option<Hyphens>,
    /// An edge around letters.
    pub stroke: Option<Spanned<Stroke>>,
    /// Shadows of letters, the topmost first.
    pub shadow: Option<Spanned<Vec<ShadowRef>>>,
    /// Small capitals.
    pub caps: Option<Caps>,
    /// Colour of the quotation marks that a text begins and ends with.
    pub marks: Option<Spanned<ColorExpr>>,
    /// How text is fitted.
    pub fit: Option<Spanned<FitProps>>,
    /// How far a text must stand out from what lies beneath, and what is done where it does not.
    pub contrast: Option<Spanned<ContrastProps>>,
    /// How a picture fills its box.
    pub image_fit: Option<ImageFit>,
    /// Where in its box a picture's focus should lie, as fractions from the inline start and the top.
    pub anchor: Option<(Ratio, Ratio)>,
    /// Further scale of a picture over `fit`.
    pub zoom: Option<Ratio>,
    /// A shadow in this colour where a cut-out touches the ground, if its asset says where.
    pub contact: Option<Spanned<ColorExpr>>,
    /// Which kit drawing of a logo: the scheme of its ground. Without it the scheme in force decides.
    pub ground: Option<Spanned<String>>,
    /// Background, corners, padding, edge, shadow.
    pub boxed: Option<Spanned<BoxProps>>,
    /// SVG path data of `shape: path` and `clip: path`.
    pub path: Option<Spanned<String>>,
    /// The path's own box: x, y, width, height in its units.
    pub view: Option<[i32; 4]>,
    /// Arguments of a component, by parameter.
    pub with: Option<Vec<(Spanned<String>, Spanned<Argument>)>>,
}

/// Along which axis a stack's children follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StackDirection {
    /// From inline start to inline end.
    Row,
    /// From top to bottom.
    Column,
}

/// The outline of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShapeKind {
    /// Its box, with the corners of `box: { radius: … }`.
    Rect,
    /// The ellipse in its box.
    Ellipse,
    /// A semicircle on straight legs.
    Arch,
    /// `path:` in `view:`, stretched to its box.
    Path,
}

impl ShapeKind {
    /// All with their words.
    pub const WORDS: [(&'static str, Self); 4] =
        [("rect", Self::Rect), ("ellipse", Self::Ellipse), ("arch", Self::Arch), ("path", Self::Path)];
}

/// `tile:` of an SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TileAxis {
    /// From inline start to inline end; as high as the layer.
    X,
    /// From top to bottom; as wide as the layer.
    Y,
    /// Both ways.
    Both,
}

impl TileAxis {
    /// All with their words.
    pub const WORDS: [(&'static str, Self); 3] = [("x", Self::X), ("y", Self::Y), ("both", Self::Both)];
}

/// `filter:` of a picture, in the order in which they are applied; 1 leaves it as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct FilterProps {
    /// How much of the colour goes: 1 is grey.
    pub grayscale: Option<Ratio>,
    /// Colour against its grey: 0 is grey, 2 is vivid.
    pub saturate: Option<Ratio>,
    /// Light: 0 is black.
    pub brightness: Option<Ratio>,
}

/// Block-axis anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words say it")]
pub enum BlockPlace {
    Top,
    Center,
    Bottom,
    Stretch,
}

/// Inline-axis anchor; mirrored in right-to-left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words say it")]
pub enum InlinePlace {
    Start,
    Center,
    End,
    Stretch,
}

/// `place: BLOCK INLINE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Top to bottom.
    pub block: BlockPlace,
    /// Start to end.
    pub inline: InlinePlace,
}

/// One side of `inset:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inset {
    /// Adds the size's safe zone on that side.
    pub safe: bool,
    /// The distance.
    pub length: Length,
}

/// Cross-axis place of children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words are CSS's")]
pub enum AlignItems {
    Start,
    Center,
    End,
    Stretch,
    Baseline,
}

/// Main-axis place of children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words are CSS's")]
pub enum Justify {
    Start,
    Center,
    End,
    SpaceBetween,
}

/// Alignment of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words are CSS's")]
pub enum TextAlign {
    Start,
    Center,
    End,
}

/// `minor:` how the symbol and the minor units of an amount are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MinorUnits {
    /// In a line with the whole units, as the locale writes them.
    Plain,
    /// At .46 of the size, hung from the top of the figures, in the locale's order and without its separator.
    Superscript,
}

/// `hang:` what stands outside the margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hang {
    /// An opening quotation mark at the start of a paragraph.
    Quotes,
}

/// How a picture fills its box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageFit {
    /// The box is filled, the picture is cut.
    Cover,
    /// The whole picture is seen.
    Contain,
}

/// `style:` a kit style's name, or a map that starts from one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StyleProps {
    /// A style of the kit.
    pub base: Option<String>,
    /// Font size.
    pub size: Option<Length>,
    /// CSS weight.
    pub weight: Option<u16>,
    /// Slanted face.
    pub italic: Option<bool>,
    /// Line height, in font sizes.
    pub leading: Option<Ratio>,
    /// Added after each letter, in font sizes.
    pub tracking: Option<Ratio>,
    /// Case.
    pub transform: Option<Transform>,
}

/// `fit:` of a text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FitProps {
    /// Most lines.
    pub lines: Option<u32>,
    /// The floor of shrinking: a length, or `%` of the style's size.
    pub min: Option<Length>,
    /// Texts of one group are set in one size.
    pub group: Option<String>,
    /// Lines of about equal length.
    pub balance: Option<bool>,
    /// May vanish when nothing else helps.
    pub drop: Option<bool>,
}

/// `contrast:` of a text.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ContrastProps {
    /// The least ratio to what lies beneath, in hundredths; without it what WCAG asks of a text's size.
    pub min: Option<u32>,
    /// What is done where it is not met.
    pub remedy: Option<RemedyKind>,
    /// The colour of the scrim.
    pub tone: Option<Spanned<ColorExpr>>,
}

/// What is done for a text that is hard to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RemedyKind {
    /// A soft plate behind it.
    Scrim,
    /// Another allowed pair of the kit for its colour.
    Pair,
}

impl RemedyKind {
    /// All with their words.
    pub const WORDS: [(&'static str, Self); 2] = [("scrim", Self::Scrim), ("pair", Self::Pair)];
}

/// `box:` of any layer, or the paint of a shape.
#[derive(Clone, Debug, Default)]
pub struct BoxProps {
    /// Background.
    pub fill: Option<Paint>,
    /// Corners: `pill` is half the height.
    pub radius: Option<Radius>,
    /// Inside distances: block start, inline end, block end, inline start.
    pub padding: Option<[Length; 4]>,
    /// Edge.
    pub stroke: Option<Stroke>,
    /// Below it.
    pub shadow: Option<ShadowRef>,
}

/// Corner radius.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Radius {
    /// Half the shorter side.
    Pill,
    /// A length.
    Length(Length),
    /// A radius of the kit.
    Named(String),
}

/// An edge, centred on the outline, painted *under* the fill so that it shows outside only by half its width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// Its width.
    pub width: Length,
    /// Its colour.
    pub color: ColorExpr,
}

/// A shadow: `soft` of the kit, or `X Y BLUR COLOUR` as in CSS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShadowRef {
    /// A shadow of the kit.
    Named(String),
    /// Written out.
    Inline {
        /// Rightwards.
        x: Length,
        /// Downwards.
        y: Length,
        /// Twice the standard deviation.
        blur: Length,
        /// Its colour.
        color: ColorExpr,
    },
}
