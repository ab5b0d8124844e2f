use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::report::{print_json, say};
use super::target::Target;
use crate::campaign::work;
use crate::memo::{Ledger, Work};

/// What an export did.
pub(super) struct Summary<'a> {
    pub(super) campaign: &'a str,
    pub(super) target: &'a Target,
    pub(super) made: &'a Tally,
    pub(super) failed: &'a [Value],
    /// How many files were wanted.
    pub(super) wanted: usize,
    /// How many `except:` took out.
    pub(super) excluded: usize,
    /// How many variants there are, when a sample was wanted.
    pub(super) sampled: Option<usize>,
    /// Files of an earlier run that are still right.
    pub(super) kept: usize,
    /// Pictures in the folder that are not of this export.
    pub(super) strangers: usize,
    pub(super) interrupted: bool,
    pub(super) seconds: f64,
}

/// What all files have in common.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) files: usize,
    bytes: u64,
    /// Files with warnings.
    warned: usize,
    /// Files by the last rung that one of their texts needed.
    rungs: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts a line of the manifest.
    pub(super) fn add(&mut self, line: &Value) {
        self.files += 1;
        self.bytes += line["bytes"].as_u64().unwrap_or(0);
        self.warned += usize::from(line["warnings"].as_array().is_some_and(|found| !found.is_empty()));
        *self.rungs.entry(line["rung"].as_str().unwrap_or("").to_owned()).or_default() += 1;
    }
}

impl Summary<'_> {
    pub(super) fn print_json(&self, ledger: &Ledger) {
        let counts: Map<String, Value> = work(ledger)
            .iter()
            .map(|(word, done, asked)| ((*word).to_owned(), json!({ "done": done, "asked": asked })))
            .collect();
        print_json(&json!({
            "campaign": self.campaign, "files": self.made.files, "kept": self.kept, "bytes": self.made.bytes,
            "failed": self.failed, "excluded": self.excluded, "warned": self.made.warned, "sample_of": self.sampled,
            "interrupted": self.interrupted, "strangers": self.strangers, "work": counts, "out": self.target.shown().display().to_string(),
        }));
    }

    pub(super) fn print(&self, ledger: &Ledger) {
        let (files, out) = (self.made.files, self.target.shown().display());
        let (weight, seconds) = (weight(self.made.bytes), self.seconds);
        let all = if files == self.wanted {
            grouped(files as u64)
        } else {
            format!("{} of {}", grouped(files as u64), grouped(self.wanted as u64))
        };
        say(&format!(
            "{}: {all} {}, {weight}, in {seconds:.1} s → {out}",
            self.campaign,
            plural(files, "file", "files")
        ));
        if let Some(of) = self.sampled {
            say(&format!(
                "  a sample of {} variants, spread evenly over sizes and locales",
                grouped(of as u64)
            ));
        }
        if self.kept > 0 {
            say(&format!(
                "  {} were there already and are still right; {} made now",
                grouped(self.kept as u64),
                grouped((files - self.kept) as u64)
            ));
        }
        for line in reused(ledger) {
            say(&format!("  {line}"));
        }
        if let Some(line) = fitted(self.made) {
            say(&format!("  {line}"));
        }
        let warned = self.made.warned;
        if warned > 0 {
            say(&format!(
                "  {warned} {} warnings: filter them in index.html, or read manifest.csv",
                plural(warned, "file has", "files have")
            ));
        }
        if self.strangers > 0 {
            let n = counted(self.strangers as u64, "other picture lies", "other pictures lie");
            say(&format!("  {n} in that folder: left alone, and not in manifest.csv or index.html"));
        }
        if self.interrupted {
            say("  interrupted: run the same command again to go on, finished files are kept");
        } else {
            let inside = if matches!(self.target, Target::Zip { .. }) { "inside: " } else { "" };
            say(&format!("  {inside}index.html shows all files, manifest.csv lists them for trafficking"));
        }
        print_failed(self.failed);
    }
}

/// Failures by reason, since one bad row or picture fails many files.
pub(super) fn print_failed(failed: &[Value]) {
    if failed.is_empty() {
        return;
    }
    say(&format!("NOT MADE: {} {}", failed.len(), plural(failed.len(), "file", "files")));
    let mut order: Vec<(String, String)> = Vec::new();
    let mut names: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for one in failed {
        let found = one["found"].as_array().into_iter().flatten();
        for finding in found.filter(|finding| finding["severity"] == "error") {
            let text = |key: &str| finding[key].as_str().unwrap_or("").to_owned();
            let hint = finding["hints"].as_array().and_then(|hints| hints.first()).and_then(Value::as_str);
            let reason = (text("message"), hint.unwrap_or("").to_owned());
            if !names.contains_key(&reason) {
                order.push(reason.clone());
            }
            names.entry(reason).or_default().push(one["name"].as_str().unwrap_or(""));
        }
    }
    for reason in &order {
        let files = &names[reason];
        say(&format!("  {} {}: {}", files.len(), plural(files.len(), "file", "files"), reason.0));
        if !reason.1.is_empty() {
            say(&format!("      {}", reason.1));
        }
        let more = if files.len() > 3 { format!(" and {} more", files.len() - 3) } else { String::new() };
        say(&format!("      {}{more}", files[..files.len().min(3)].join(", ")));
    }
}

/// What was done once and used many times, in plain words.
fn reused(ledger: &Ledger) -> Vec<String> {
    let mut lines = Vec::new();
    let (strips, wholes) = (ledger.count(Work::Encode), ledger.count(Work::EncodeWhole));
    for (count, what) in [(strips, "strips of picture"), (wholes, "whole pictures")] {
        if count.asked() > 0 {
            let share = count.hits as f64 * 100.0 / count.asked() as f64;
            lines.push(format!(
                "reused: {} of {} {what} ({share:.0} %) were the same as in another file",
                grouped(count.hits),
                grouped(count.asked())
            ));
        }
    }
    if wholes.asked() > 0 && strips.asked() == 0 {
        lines.push(
            "        WebP and AVIF are made of one piece; JPEG and PNG share strips, and export sooner"
                .to_owned(),
        );
    }
    let (photos, crops) = (ledger.count(Work::Decode).evaluated, ledger.count(Work::Crop));
    if crops.asked() > 0 {
        lines.push(format!(
            "        photos were opened {} and cropped {}, for {}",
            counted(photos, "time", "times"),
            counted(crops.evaluated, "time", "times"),
            counted(crops.asked(), "use", "uses")
        ));
    }
    lines
}

/// How the copy was fitted.
fn fitted(made: &Tally) -> Option<String> {
    let words = [
        ("as-designed", "as designed"),
        ("tightened", "with letters closer"),
        ("shrunk", "set smaller"),
        ("shortened", "with shorter copy"),
        ("dropped", "with a text left out"),
    ];
    let parts: Vec<String> = words
        .iter()
        .map(|(rung, words)| (made.rungs.get(*rung).copied().unwrap_or(0), words))
        .filter(|(n, _)| *n > 0)
        .map(|(n, words)| format!("{} {words}", grouped(n as u64)))
        .collect();
    (!parts.is_empty()).then(|| format!("copy:   {}", parts.join(", ")))
}

fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

fn plural<'a>(n: usize, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// `12,345`.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `12.3 kB`, `4.5 MB`; decimal, as ad platforms count.
pub(super) fn weight(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped() {
        let shown = [0, 12, 999, 1_000, 45_678, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "12", "999", "1,000", "45,678", "1,234,567"]);
    }
}
