use super::measure::Units;
use super::placement::Chain;
use crate::brand::{BrandKit, BreakWords, Breaking, Caps, Transform};
use crate::diag::{Code, Diagnostic, Span};
use crate::geom::{Length, Px, Ratio, Unit};
use crate::locale::ScriptGroup;
use crate::template::StyleProps;
use crate::yaml::decode;

/// The style of texts that name none.
const DEFAULT_STYLE: &str = "body";

/// A text style in device pixels, for one script.
#[derive(Clone, Debug)]
pub(super) struct Type {
    pub(super) families: Vec<String>,
    pub(super) weight: u16,
    pub(super) italic: bool,
    pub(super) features: Vec<(String, u32)>,
    pub(super) transform: Transform,
    pub(super) caps: Caps,
    pub(super) breaking: BreakWords,
    pub(super) size: Px,
    /// The kit's own minimum.
    pub(super) least: Px,
    pub(super) leading: Ratio,
    pub(super) tracking: Ratio,
}

/// `over` on top of `under`, field by field; naming a new base starts afresh.
pub(super) fn merge(under: &StyleProps, over: &StyleProps) -> StyleProps {
    if over.base.is_some() {
        return over.clone();
    }
    StyleProps {
        base: under.base.clone(),
        size: over.size.or(under.size),
        weight: over.weight.or(under.weight),
        italic: over.italic.or(under.italic),
        leading: over.leading.or(under.leading),
        tracking: over.tracking.or(under.tracking),
        transform: over.transform.or(under.transform),
    }
}

/// Where lines of a text may end: what its layer says, then its style.
pub(super) fn breaking(chain: &Chain<'_>, style: BreakWords) -> Breaking {
    let own = BreakWords {
        lines: chain.pick(|p| p.line_break.as_ref()).copied(),
        words: chain.pick(|p| p.word_break.as_ref()).copied(),
        hyphens: chain.pick(|p| p.hyphens.as_ref()).copied(),
    };
    own.over(style)
}

/// What a style means for one kit, script and creative.
pub(super) fn resolve(
    props: &StyleProps,
    kit: &BrandKit,
    script: ScriptGroup,
    units: Units,
    em: Px,
    span: Span,
) -> Result<Type, Diagnostic> {
    let name = props.base.as_deref().unwrap_or(DEFAULT_STYLE);
    let style = kit.styles.get(name).ok_or_else(|| {
        let known: Vec<&str> = kit.styles.keys().map(String::as_str).collect();
        Diagnostic::error(Code::UnknownName, format!("the kit `{}` has no style `{name}`", kit.name))
            .at(span)
            .hint(decode::suggest(name, &known, "styles"))
    })?;
    let changed = style.scripts.get(&script).copied().unwrap_or_default();
    let base = units.px(style.size, em, em);
    let size = props.size.map_or(base, |size: Length| match size.unit() {
        Unit::Percent => base.scale(Ratio::percent(size.value())),
        _ => units.px(size, em, base),
    });
    let least = style.min_size.map_or(Px::ZERO, |length| units.px(length, em, base));
    let size = size.scale(changed.scale.unwrap_or(Ratio::ONE)).to_quarter().max(least);
    // A script that needs room between its lines keeps it, whatever a layout drawn for Latin says.
    let asked = props.leading.unwrap_or(style.leading);
    let leading = changed.leading.map_or(asked, |leading| leading.max(asked));
    let families = match kit.fonts.get(&style.font) {
        Some(role) => {
            let own = role.families.get(&script).into_iter().chain(role.families.get(&ScriptGroup::Latn));
            let mut stack: Vec<String> = Vec::new();
            for family in own.chain(role.families.values()) {
                if !stack.contains(family) {
                    stack.push(family.clone());
                }
            }
            stack
        }
        None => Vec::new(),
    };
    Ok(Type {
        families,
        weight: changed.weight.or(props.weight).unwrap_or(style.weight),
        italic: props.italic.unwrap_or(style.italic),
        features: style.features.iter().map(|(tag, value)| (tag.clone(), *value)).collect(),
        transform: props.transform.unwrap_or(style.transform),
        caps: style.caps,
        breaking: style.breaking,
        size,
        least,
        leading,
        tracking: changed.tracking.or(props.tracking).unwrap_or(style.tracking),
    })
}
