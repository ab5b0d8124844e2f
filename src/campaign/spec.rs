use std::collections::BTreeMap;

use super::feed::{FeedRow, read_feed};
use super::group_spec::{FitGroupSpec, check_fit_groups, fit_groups};
use super::keys::{CAMPAIGN, OUTPUT, OVERRIDE};
use super::{ClickUrl, NamePattern, Output};
use crate::compile::SlotInput;
use crate::copy::KeyPattern;
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, SourceId, Span};
use crate::encode::Format;
use crate::template::{self, Expr, Spanned, Template};
use crate::yaml::Node;
use crate::yaml::decode::{self, MapReader};

/// What a marketer asked for.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Its name: the first part of file names.
    pub name: String,
    /// A template's name.
    pub template: Spanned<String>,
    /// A kit's name.
    pub brand: Spanned<String>,
    /// A folder with an `assets.yaml`, relative to the campaign's file.
    pub assets: Option<Spanned<String>>,
    /// In the order of nesting.
    pub axes: Vec<AxisSpec>,
    /// The size, when it is no axis.
    pub size: Option<String>,
    /// Slots that are the same in all variants.
    pub set: BTreeMap<String, SlotInput>,
    /// Groups of texts that have one size in all variants of a size.
    pub fit_groups: Vec<FitGroupSpec>,
    /// Variants that are left out.
    pub except: Vec<Spanned<Expr>>,
    /// How files are made.
    pub output: OutputSpec,
}

/// One axis.
#[derive(Clone, Debug)]
pub struct AxisSpec {
    /// `size`, `locale`, or a slot.
    pub name: Spanned<String>,
    /// Its values.
    pub values: AxisValues,
}

/// The values of an axis.
#[derive(Clone, Debug)]
pub enum AxisValues {
    /// All that the template declares.
    All,
    /// These.
    List(Vec<String>),
    /// Every key of the deck that matches.
    Keys(KeyPattern),
    /// Every good row of a CSV file, relative to the campaign's file. The rows come in with [`Campaign::fill_feeds`].
    Feed(Spanned<String>, Vec<FeedRow>),
}

/// `output:` of a campaign.
#[derive(Clone, Debug)]
pub struct OutputSpec {
    /// What holds for every size.
    pub base: OutputProps,
    /// What classes of sizes change.
    pub overrides: Vec<(Spanned<String>, OutputProps)>,
    /// How files are called.
    pub name: Spanned<NamePattern>,
    /// Where clicks lead.
    pub click_url: Option<ClickUrl>,
}

/// How a file is made. `None`: not written here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutputProps {
    /// File format.
    pub format: Option<Format>,
    /// 1 to 100.
    pub quality: Option<u8>,
    /// Weight limit.
    pub max_bytes: Option<u64>,
}

impl Campaign {
    /// How the files of one size are made.
    #[must_use]
    pub fn output(&self, template: &Template, size: &str) -> Output {
        let base = self.output.base;
        let mut output = Output {
            format: base.format.unwrap_or(Format::Jpeg),
            quality: base.quality.unwrap_or(Output::default().quality),
            max_bytes: base.max_bytes,
        };
        let holds = template.size(size).map(|decl| template::true_classes(&template.classes, decl.size));
        let classes = template.classes.iter().zip(holds.unwrap_or_default()).filter(|(_, holds)| *holds);
        for (class, _) in classes {
            for (_, props) in self.output.overrides.iter().filter(|(name, _)| name.value == class.name.value)
            {
                output.format = props.format.unwrap_or(output.format);
                output.quality = props.quality.unwrap_or(output.quality);
                output.max_bytes = props.max_bytes.or(output.max_bytes);
            }
        }
        output
    }

    /// Reads the feeds: `text` gives a file's source and contents. Bad rows are reported, the good ones are taken.
    pub fn fill_feeds(
        &mut self,
        template: &Template,
        mut text: impl FnMut(&str) -> Result<(SourceId, String), Diagnostic>,
    ) -> Diagnostics {
        let mut all = Diagnostics::new();
        for axis in &mut self.axes {
            let AxisValues::Feed(file, rows) = &mut axis.values else { continue };
            match text(&file.value) {
                Ok((source, text)) => {
                    let (read, found) = read_feed(&file.value, &text, source, template);
                    *rows = read;
                    all.0.extend(found.0);
                }
                Err(diagnostic) => all.push(diagnostic.at(file.span)),
            }
        }
        all
    }

    /// The row that a value of an axis stands for.
    #[must_use]
    pub fn feed_row(&self, axis: &str, id: &str) -> Option<&FeedRow> {
        self.axes.iter().filter(|spec| spec.name.value == axis).find_map(|spec| match &spec.values {
            AxisValues::Feed(_, rows) => rows.iter().find(|row| row.id == id),
            _ => None,
        })
    }

    /// Faults that show only beside the template: unknown slots and classes.
    #[must_use]
    pub fn check_against(&self, template: &Template, set_spans: &BTreeMap<String, Span>) -> Diagnostics {
        let mut found = Diagnostics::new();
        let slots: Vec<&str> = template.slots.iter().map(|slot| slot.name.value.as_str()).collect();
        // A feed's axis names the row; its columns name the slots.
        let axes = self.axes.iter().filter(|axis| !matches!(axis.values, AxisValues::Feed(..)));
        let axes = axes.map(|axis| (axis.name.value.as_str(), Some(axis.name.span)));
        let set = self.set.keys().map(|name| (name.as_str(), set_spans.get(name).copied()));
        for (name, span) in axes.chain(set) {
            if !matches!(name, "size" | "locale") && !slots.contains(&name) {
                let what = format!("the template `{}` has no slot `{name}`", template.name);
                let diagnostic = Diagnostic::error(Code::UnknownName, what);
                let diagnostic = diagnostic.hint(decode::suggest(name, &slots, "its slots are"));
                found.push(span.map_or(diagnostic.clone(), |span| diagnostic.at(span)));
            }
        }
        check_fit_groups(&self.fit_groups, template, &mut found);
        let classes: Vec<&str> = template.classes.iter().map(|class| class.name.value.as_str()).collect();
        for (class, _) in &self.output.overrides {
            if !classes.contains(&class.value.as_str()) {
                let what = format!("the template `{}` has no class `{}`", template.name, class.value);
                let hint = decode::suggest(&class.value, &classes, "its classes are");
                found.push(Diagnostic::error(Code::UnknownName, what).at(class.span).hint(hint));
            }
        }
        found
    }
}

/// A campaign and where its `set:` entries stand.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// What was asked for.
    pub campaign: Campaign,
    /// Places of the slots in `set:`.
    pub set_spans: BTreeMap<String, Span>,
}

/// Reads a campaign file.
///
/// # Errors
/// Every fault of the file, at its place.
pub fn parse(root: &Node) -> Outcome<Parsed> {
    let mut found = Diagnostics::new();
    let parsed = read(root, &mut found);
    match parsed {
        Some(parsed) => found.sorted().finish(parsed),
        None => Err(found.sorted()),
    }
}

fn read(root: &Node, found: &mut Diagnostics) -> Option<Parsed> {
    let mut file = MapReader::open(root, &CAMPAIGN, found)?;
    file.header("campaign", found);
    let word = |node: Option<&Node>, what: &str, found: &mut Diagnostics| {
        let node = node?;
        decode::name(node, what, found).map(|name| Spanned { value: name.to_owned(), span: node.span })
    };
    let node = file.require("name", found);
    let name = word(node, "a campaign's name", found);
    let node = file.require("template", found);
    let template = word(node, "a template's name", found);
    let node = file.require("brand", found);
    let brand = word(node, "a kit's name", found);
    let assets = file.take("assets").and_then(|node| {
        let path = decode::text(node, "a folder", found)?;
        Some(Spanned { value: path.to_owned(), span: node.span })
    });
    let axes = file.require("axes", found).map(|node| axes(node, found)).unwrap_or_default();
    let mut set = BTreeMap::new();
    let mut set_spans = BTreeMap::new();
    for entry in file.take("set").and_then(|node| decode::map(node, "`set:`", found)).unwrap_or(&[]) {
        if let Some(value) = decode::text(&entry.value, "a value, or `deck KEY`", found) {
            set.insert(entry.key.clone(), SlotInput::parse(value));
            set_spans.insert(entry.key.clone(), entry.key_span);
        }
    }
    let size = match set.remove("size") {
        Some(SlotInput::Literal(size)) => Some(size),
        _ => None,
    };
    if size.is_none() && !axes.iter().any(|axis| axis.name.value == "size") {
        let what = "the campaign has no size";
        let at = file.span();
        found.push(
            Diagnostic::error(Code::MissingKey, what).at(at).hint("add the axis `size: all` to `axes:`"),
        );
    }
    let fit_groups = file.take("fit-groups").map(|node| fit_groups(node, found)).unwrap_or_default();
    let names: Vec<&str> = axes.iter().map(|axis| axis.name.value.as_str()).collect();
    let except =
        file.take("except").and_then(|node| decode::one_or_more(node, "conditions", found)).unwrap_or(&[]);
    let except = except.iter().filter_map(|node| {
        let value = template::condition(node, &names, found)?;
        Some(Spanned { value, span: node.span })
    });
    let except: Vec<Spanned<Expr>> = except.collect();
    let fields = fields(&names);
    let output = output(&mut file, &fields, found);
    file.finish(found);
    let campaign = Campaign {
        name: name?.value,
        template: template?,
        brand: brand?,
        assets,
        axes,
        size,
        set,
        fit_groups,
        except,
        output: output?,
    };
    Some(Parsed { campaign, set_spans })
}

/// What patterns may name: the axes; size and locale also where all variants have the same.
fn fields<'a>(axes: &[&'a str]) -> Vec<&'a str> {
    let fixed = ["size", "locale"].into_iter().filter(|name| !axes.contains(name));
    axes.iter().copied().chain(fixed).collect()
}

fn axes(node: &Node, found: &mut Diagnostics) -> Vec<AxisSpec> {
    let entries = decode::map(node, "`axes:`", found).unwrap_or(&[]);
    let read = |entry: &crate::yaml::Entry, found: &mut Diagnostics| {
        decode::check_name(&entry.key, entry.key_span, "an axis", found);
        let values = match entry.value.as_str() {
            Some("all") if entry.key == "size" => AxisValues::All,
            Some(text) if text.starts_with("feed ") => {
                let file = text.trim_start_matches("feed ").trim().to_owned();
                AxisValues::Feed(Spanned { value: file, span: entry.value.span }, Vec::new())
            }
            Some(text) => match text.strip_prefix("deck ") {
                Some(pattern) => {
                    let Some(pattern) = KeyPattern::parse(pattern.trim()) else {
                        let what = format!("`{}` is no pattern of deck keys", decode::shown(pattern));
                        let diagnostic = Diagnostic::error(Code::BadValue, what).at(entry.value.span);
                        found.push(
                            diagnostic.hint("write a key, or `headline.*` for every key with one more part"),
                        );
                        return None;
                    };
                    AxisValues::Keys(pattern)
                }
                None => AxisValues::List(vec![text.to_owned()]),
            },
            None => {
                let items = decode::list(&entry.value, "values, or `all`, or `deck KEY.*`", found)?;
                let texts = items.iter().filter_map(|item| decode::text(item, "a value", found));
                AxisValues::List(texts.map(str::to_owned).collect())
            }
        };
        Some(AxisSpec { name: Spanned { value: entry.key.clone(), span: entry.key_span }, values })
    };
    entries.iter().filter_map(|entry| read(entry, found)).collect()
}

fn output(file: &mut MapReader<'_>, axes: &[&str], found: &mut Diagnostics) -> Option<OutputSpec> {
    let span = file.span();
    let fallback =
        |found: &mut Diagnostics| name_pattern("{campaign}_{size}_{locale}_{n}", axes, span, found);
    let Some(node) = file.take("output") else {
        let name = fallback(found)?;
        return Some(OutputSpec {
            base: OutputProps::default(),
            overrides: Vec::new(),
            name,
            click_url: None,
        });
    };
    let mut fields = MapReader::open(node, &OUTPUT, found)?;
    let base = props(&mut fields, found);
    let name = match fields.take("name") {
        Some(node) => decode::text(node, "a pattern for file names", found)
            .and_then(|pattern| name_pattern(pattern, axes, node.span, found)),
        None => fallback(found),
    };
    let click_url = fields.take("click-url").and_then(|node| click_url(node, axes, found));
    let mut overrides = Vec::new();
    for entry in fields.take_where(|key| key.starts_with("in ")) {
        let class = entry.key.trim_start_matches("in ").trim().to_owned();
        if let Some(mut inner) = MapReader::open(&entry.value, &OVERRIDE, found) {
            let props = props(&mut inner, found);
            inner.finish(found);
            overrides.push((Spanned { value: class, span: entry.key_span }, props));
        }
    }
    fields.finish(found);
    Some(OutputSpec { base, overrides, name: name?, click_url })
}

fn click_url(node: &Node, axes: &[&str], found: &mut Diagnostics) -> Option<ClickUrl> {
    let text = decode::text(node, "a URL", found)?;
    let refused = |error: super::ClickError| {
        let fields = axes.join("}`, `{");
        let hint = format!(
            "write `https://shop.example/?utm_content={{campaign}}-{{n}}`; fields are `{{campaign}}`, `{{n}}`, `{{{fields}}}`"
        );
        Diagnostic::error(Code::BadValue, error.to_string()).at(node.span).hint(hint)
    };
    ClickUrl::parse(text, axes).map_err(|error| found.push(refused(error))).ok()
}

fn name_pattern(
    text: &str,
    axes: &[&str],
    span: Span,
    found: &mut Diagnostics,
) -> Option<Spanned<NamePattern>> {
    match NamePattern::parse(text, axes) {
        Ok(value) => Some(Spanned { value, span }),
        Err(error) => {
            let hint = format!("fields are `{{campaign}}`, `{{n}}`, `{{{}}}`", axes.join("}`, `{"));
            found.push(Diagnostic::error(Code::BadName, error.to_string()).at(span).hint(hint));
            None
        }
    }
}

fn props(fields: &mut MapReader<'_>, found: &mut Diagnostics) -> OutputProps {
    let format =
        fields.take("format").and_then(|node| decode::word(node, "a file format", &Format::WORDS, found));
    let quality = fields.take("quality").and_then(|node| {
        let text = decode::text(node, "a quality from 1 to 100", found)?;
        let quality = text.parse::<u8>().ok().filter(|quality| (1..=100).contains(quality));
        if quality.is_none() {
            let what = format!("`{}` is no quality", decode::shown(text));
            found.push(
                Diagnostic::error(Code::BadValue, what).at(node.span).hint("write a number from 1 to 100"),
            );
        }
        quality
    });
    let max_bytes = fields.take("max-bytes").and_then(|node| {
        let text = decode::text(node, "a weight such as `150kB`", found)?;
        let bytes = parse_bytes(text);
        if bytes.is_none() {
            let what = format!("`{}` is no weight", decode::shown(text));
            let hint = "write `150kB` (1 kB is 1,000 bytes), `1MB`, or a number of bytes";
            found.push(Diagnostic::error(Code::BadValue, what).at(node.span).hint(hint));
        }
        bytes
    });
    OutputProps { format, quality, max_bytes }
}

/// Reads `150kB`, `1.5MB`, `4096`. 1 kB is 1,000 bytes, as ad platforms count.
#[must_use]
pub fn parse_bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let (number, unit) = match text.strip_suffix("kB").or_else(|| text.strip_suffix("KB")) {
        Some(number) => (number, 1_000.0),
        None => match text.strip_suffix("MB") {
            Some(number) => (number, 1_000_000.0),
            None => (text.strip_suffix('B').unwrap_or(text), 1.0),
        },
    };
    let number = number.trim();
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let bytes = number.parse::<f64>().ok()? * unit;
    (1.0..=1e12).contains(&bytes).then_some(bytes as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_decimal() {
        assert_eq!(parse_bytes("150kB"), Some(150_000));
        assert_eq!(parse_bytes("1.5MB"), Some(1_500_000));
        assert_eq!(parse_bytes("4096"), Some(4096));
        for wrong in ["", "kB", "-1kB", "1e3", "150 KiB", "0"] {
            assert_eq!(parse_bytes(wrong), None, "{wrong}");
        }
    }
}
