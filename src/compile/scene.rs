use crate::asset::{Asset, Fraction};
use crate::brand::{Breaking, Caps, Transform};
use crate::color::{BlendMode, Rgba};
use crate::digest::Digest;
use crate::geom::{Angle, Insets, PixelSize, Px, Ratio};
use crate::locale::{Direction, Locale};
use crate::template::{
    AlignItems, GradientDirection, ImageFit, Justify, Place, ShapeKind, StackDirection, TextAlign, TileAxis,
};
use crate::variant::AxisSet;

/// One variant, resolved: device pixels, colours, texts. Layout is all that is missing.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The canvas in device pixels.
    pub canvas: PixelSize,
    /// Kept free of copy by the platform; device pixels.
    pub safe: Insets,
    /// Device pixels in a CSS pixel.
    pub scale: u32,
    /// Language of all texts.
    pub locale: Locale,
    /// Right-to-left mirrors the layout.
    pub direction: Direction,
    /// Sequences that are never broken across lines.
    pub no_break: Vec<String>,
    /// What lies under all layers, and the axes that it depends on. `None` is transparent.
    pub background: Option<(Paint, AxisSet)>,
    /// Back to front; layers whose `when:` is false are gone.
    pub layers: Vec<Node>,
}

/// A layer.
#[derive(Clone, Debug)]
pub struct Node {
    /// As the template calls it, else its kind and position: `text#3`.
    pub id: String,
    /// The axes that it can depend on.
    pub axes: AxisSet,
    /// What it is.
    pub kind: NodeKind,
    /// Where it goes.
    pub placement: Placement,
    /// Background, corners, edge, shadow, padding.
    pub boxed: BoxStyle,
    /// How the whole meets what lies below.
    pub decor: Decor,
    /// Ids of layers that it must not overlap.
    pub apart: Vec<String>,
}

impl Node {
    /// What lies in it, back to front.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        match &self.kind {
            NodeKind::Stack(stack) => &stack.children,
            NodeKind::Canvas(children) => children,
            _ => &[],
        }
    }
}

/// What a layer is.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// A picture.
    Image(ImageNode),
    /// A painted box.
    Fill(Paint),
    /// A text.
    Text(TextNode),
    /// Children that follow one another.
    Stack(StackNode),
    /// Children that are all placed.
    Canvas(Vec<Node>),
    /// An outline, painted by the box style.
    Shape(ShapeNode),
    /// A drawing of the kit's logo.
    Logo(LogoNode),
    /// A drawing of the template.
    Svg(SvgNode),
}

/// A picture in its frame.
#[derive(Clone, Debug)]
pub struct ImageNode {
    /// The picture.
    pub asset: Asset,
    /// Filled or shown whole.
    pub fit: ImageFit,
    /// Where in the frame the focus should lie, from the left and top, mirrored already.
    pub anchor: Fraction,
    /// The picture's focus, from its left and top, before flipping.
    pub focus: Fraction,
    /// Further scale over `fit`.
    pub zoom: Ratio,
    /// Left and right exchanged.
    pub flip: bool,
    /// Other colours.
    pub filter: Option<Filter>,
    /// Colour of the shadow where the picture touches the ground, as the asset says.
    pub contact: Option<Rgba>,
    /// Ids of layers that its subject stays out from under.
    pub clear: Vec<String>,
}

/// How the colours of a picture are changed: thousandths, 1,000 leaves them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Colour against its grey: 0 is grey.
    pub saturate: u16,
    /// Light: 0 is black.
    pub brightness: u16,
}

/// A drawing of the template's folder.
#[derive(Clone, Debug)]
pub struct SvgNode {
    /// As the template calls it.
    pub name: String,
    /// The SVG's bytes.
    pub file: Digest,
    /// Width over height.
    pub aspect: Ratio,
    /// Colours of the file, and what each becomes.
    pub recolor: Vec<(Rgba, Rgba)>,
    /// Repeated rather than stretched.
    pub tile: Option<Tile>,
    /// Left and right exchanged.
    pub flip: bool,
}

/// How a drawing is repeated. What is not said follows from the box or from the drawing's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Along which axes.
    pub axis: TileAxis,
    /// Width of one; percentages are of the box.
    pub w: Option<Extent>,
    /// Height of one.
    pub h: Option<Extent>,
}

/// A logo.
#[derive(Clone, Debug)]
pub struct LogoNode {
    /// The SVG's bytes.
    pub file: Digest,
    /// Width over height.
    pub aspect: Ratio,
    /// Device pixels below which it must not be drawn.
    pub min_height: Px,
    /// All drawings of it, the one in `file` first, when what lies beneath decides; else none.
    pub drawings: Vec<Digest>,
}

/// An outline.
#[derive(Clone, Debug)]
pub struct ShapeNode {
    /// Which.
    pub kind: ShapeKind,
    /// Path data and its view box, for paths.
    pub path: Option<(String, [i32; 4])>,
    /// Left and right exchanged.
    pub flip: bool,
}

/// Children in a row or column.
#[derive(Clone, Debug)]
pub struct StackNode {
    /// Which way they follow one another.
    pub direction: StackDirection,
    /// Space between them.
    pub gap: Extent,
    /// Across the direction.
    pub align: AlignItems,
    /// Along the direction.
    pub justify: Justify,
    /// Whether they wrap.
    pub wrap: bool,
    /// Back to front; those with a place are out of the flow.
    pub children: Vec<Node>,
}

/// A text and how far it may be changed to fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextNode {
    /// From the longest approved form to the shortest; never empty.
    pub forms: Vec<RichText>,
    /// An opening quotation mark at the start stands outside the margin.
    pub hang_quotes: bool,
    /// Where lines may end.
    pub breaking: Breaking,
    /// Family names in order of preference, the script's own first.
    pub families: Vec<String>,
    /// CSS weight.
    pub weight: u16,
    /// Slanted.
    pub italic: bool,
    /// OpenType features.
    pub features: Vec<(String, u32)>,
    /// Case.
    pub transform: Transform,
    /// Small capitals.
    pub caps: Caps,
    /// Around the letters, beneath their fill.
    pub stroke: Option<Stroke>,
    /// Of the letters; the topmost first.
    pub shadows: Vec<Shadow>,
    /// Full size, on the quarter-pixel grid.
    pub size: Px,
    /// Never smaller than this.
    pub floor: Px,
    /// Line height in font sizes.
    pub leading: Ratio,
    /// Added after each letter, in font sizes.
    pub tracking: Ratio,
    /// Alignment of lines.
    pub align: TextAlign,
    /// Colour; of a gradient the one that it begins with.
    pub color: Rgba,
    /// Over the text's box, in place of the colour.
    pub gradient: Option<Paint>,
    /// Most lines.
    pub lines: Option<u32>,
    /// Lines of about equal length.
    pub balance: bool,
    /// May vanish.
    pub drop: bool,
    /// Set in one size with the others of the group.
    pub group: Option<String>,
    /// Percent of the full size that it is set in at most, less than 100, though never below its floor: what its group has
    /// elsewhere. `None`: its full size.
    pub most_share: Option<u8>,
    /// How far it must stand out from what lies beneath, and what is done where it does not.
    pub contrast: Contrast,
}

/// How far a text must stand out from what lies beneath.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Contrast {
    /// The least ratio in hundredths; `None`: what WCAG asks of its size.
    pub min: Option<u32>,
    /// What is done where it is not met.
    pub remedy: Option<Remedy>,
}

/// What is done for a text that is hard to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// A soft plate of this colour behind it.
    Scrim(Rgba),
    /// One of these colours in its place: the kit's other pairs.
    Pair(Vec<Rgba>),
}

/// Words, of which stretches look different.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RichText {
    /// All words.
    pub text: String,
    /// Disjoint, in the order of the text.
    pub spans: Vec<TextSpan>,
}

/// A stretch of a text and its look. `None`: as the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSpan {
    /// Bytes of the text.
    pub range: std::ops::Range<usize>,
    /// CSS weight.
    pub weight: Option<u16>,
    /// Of the text's size.
    pub scale: Ratio,
    /// The top of its figures stands as high as that of full-sized ones.
    pub hang: bool,
    /// Kept before and after it, but not at the ends of the text; in sizes of the text.
    pub gap: Ratio,
    /// Colour.
    pub color: Option<Rgba>,
    /// A line through it.
    pub strike: Option<Strike>,
}

/// A drawn line through words. A font's own metric would miss figures of other scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strike {
    /// Its colour.
    pub color: Rgba,
    /// Its middle, from the top of the line box, as a share of the line height.
    pub at: Ratio,
    /// Its thickness, in font sizes.
    pub width: Ratio,
}

/// A length that layout resolves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Device pixels.
    Px(Px),
    /// Of the parent's side.
    Percent(Ratio),
}

impl Extent {
    /// No length.
    pub const ZERO: Self = Self::Px(Px::ZERO);
}

/// Where a layer goes in its parent.
#[derive(Clone, Copy, Debug)]
pub struct Placement {
    /// In the flow of a stack, or anchored.
    pub flow: Flow,
    /// Width.
    pub width: Option<Extent>,
    /// Height.
    pub height: Option<Extent>,
    /// Least width.
    pub min_width: Option<Extent>,
    /// Most width.
    pub max_width: Option<Extent>,
    /// Least height.
    pub min_height: Option<Extent>,
    /// Most height.
    pub max_height: Option<Extent>,
    /// Width over height.
    pub aspect: Option<Ratio>,
    /// `false`: the inside is not mirrored in right-to-left.
    pub mirror: bool,
}

/// In the flow, or anchored.
#[derive(Clone, Copy, Debug)]
pub enum Flow {
    /// One after another.
    InStack {
        /// Share of free space.
        grow: Ratio,
        /// Own cross-axis place.
        align: Option<AlignItems>,
        /// Block start, inline end, block end, inline start.
        margin: [Extent; 4],
    },
    /// Anchored in the parent's box.
    Placed {
        /// At which edges.
        place: Place,
        /// Distances: block start, inline end, block end, inline start.
        inset: [Extent; 4],
    },
}

/// What an area is filled with; geometry follows from its box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paint {
    /// One colour.
    Solid(Rgba),
    /// Along a direction, turned round for right-to-left already.
    Linear(GradientDirection, Vec<(Ratio, Rgba)>),
    /// From the centre to the farthest corner.
    Radial(Vec<(Ratio, Rgba)>),
}

impl Paint {
    /// All colours in it.
    #[must_use]
    pub fn colors(&self) -> Vec<Rgba> {
        match self {
            Self::Solid(color) => vec![*color],
            Self::Linear(_, stops) | Self::Radial(stops) => stops.iter().map(|(_, color)| *color).collect(),
        }
    }
}

/// Background, corners, edge, shadow, padding.
#[derive(Clone, Debug, Default)]
pub struct BoxStyle {
    /// Background.
    pub fill: Option<Paint>,
    /// Corner radius; longer than half the shorter side is a pill.
    pub radius: Px,
    /// Block start, inline end, block end, inline start.
    pub padding: Option<[Extent; 4]>,
    /// Edge.
    pub stroke: Option<Stroke>,
    /// Below it.
    pub shadow: Option<Shadow>,
}

/// An edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// Its width.
    pub width: Px,
    /// Its colour.
    pub color: Rgba,
}

/// A shadow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shadow {
    /// Rightwards.
    pub x: Px,
    /// Downwards.
    pub y: Px,
    /// Standard deviation.
    pub sigma: Px,
    /// Its colour.
    pub color: Rgba,
}

/// How a whole layer meets what lies below.
#[derive(Clone, Debug)]
pub struct Decor {
    /// 0 to 255.
    pub opacity: u8,
    /// Blend mode.
    pub blend: BlendMode,
    /// About the centre, clockwise.
    pub rotate: Angle,
    /// Cut to this outline in its box.
    pub clip: Option<ShapeNode>,
    /// Faded by the opacity of this gradient over its box.
    pub mask: Option<Paint>,
}
