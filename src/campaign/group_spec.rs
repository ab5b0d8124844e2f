use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::template::{Spanned, Template};
use crate::yaml::Node;
use crate::yaml::decode;

/// A fit group of the template whose texts have one size in all variants of a size.
#[derive(Clone, Debug, PartialEq)]
pub struct FitGroupSpec {
    /// As the template's `fit: { group: … }` calls it.
    pub name: Spanned<String>,
    /// Texts that need less than this share of their full size, in percent, stand alone.
    pub least: u8,
}

/// `fit-groups: [headline]`, or `{ headline: 80% }`.
pub(super) fn fit_groups(node: &Node, found: &mut Diagnostics) -> Vec<FitGroupSpec> {
    if node.as_map().is_none() {
        let mut all: Vec<FitGroupSpec> = Vec::new();
        for node in decode::one_or_more(node, "fit groups of the template", found).unwrap_or(&[]) {
            let Some(name) = decode::name(node, "a fit group", found) else { continue };
            if all.iter().any(|known| known.name.value == name) {
                let what = format!("the fit group `{name}` stands here twice");
                found.push(Diagnostic::error(Code::DuplicateKey, what).at(node.span).hint("name it once"));
                continue;
            }
            let name = Spanned { value: name.to_owned(), span: node.span };
            all.push(FitGroupSpec { name, least: 0 });
        }
        return all;
    }
    let mut all = Vec::new();
    for entry in decode::map(node, "`fit-groups:`", found).unwrap_or(&[]) {
        decode::check_name(&entry.key, entry.key_span, "a fit group", found);
        let Some(text) = decode::text(&entry.value, "a share of the full size such as `80%`", found) else {
            continue;
        };
        let share = text.strip_suffix('%').and_then(|digits| digits.trim().parse::<u8>().ok());
        match share.filter(|share| (1..=100).contains(share)) {
            Some(least) => {
                let name = Spanned { value: entry.key.clone(), span: entry.key_span };
                all.push(FitGroupSpec { name, least });
            }
            None => {
                let what = format!("`{}` is no share of a size", decode::shown(text));
                let hint = "write a percentage of the full size: texts that need less stand alone, `80%`";
                found.push(Diagnostic::error(Code::BadValue, what).at(entry.value.span).hint(hint));
            }
        }
    }
    all
}

/// Faults that show only beside the template.
pub(super) fn check_fit_groups(asked: &[FitGroupSpec], template: &Template, found: &mut Diagnostics) {
    let groups = template.fit_groups();
    let groups: Vec<&str> = groups.iter().copied().collect();
    for FitGroupSpec { name, .. } in asked.iter().filter(|g| !groups.contains(&g.name.value.as_str())) {
        let what = format!("no text of the template `{}` is in a fit group `{}`", template.name, name.value);
        let hint = if groups.is_empty() {
            format!("give its texts one: `fit: {{ group: {} }}`", name.value)
        } else {
            decode::suggest(&name.value, &groups, "its fit groups are")
        };
        found.push(Diagnostic::error(Code::UnknownName, what).at(name.span).hint(hint));
    }
}
