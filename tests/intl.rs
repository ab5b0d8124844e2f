//! Prices, numbers, shares and days in 42 locales, and days in 44 more, as browsers write them: `intl/table.tsv` is node's Intl.

use std::collections::BTreeMap;

use mimeo::locale::{Date, Locale, Money, Number};

/// Characters that cannot be seen, by name.
fn shown(text: &str) -> String {
    let hidden = |c: char| {
        c.is_whitespace() || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| if hidden(c) && c != ' ' { c.escape_unicode().to_string() } else { c.to_string() })
        .collect()
}

fn written(kind: &str, at: &Locale, value: &str) -> String {
    match kind {
        "money" => Money::parse(value).expect("an amount").format(at).expect("data"),
        "number" => Number::parse(value).expect("a number").format(at).expect("data"),
        "percent" => Number::parse(value).expect("a number").format_percent(at).expect("data"),
        _ => Date::parse(value).expect("a date").format(at).expect("data"),
    }
}

/// What differs, how often, and why.
const KNOWN: [(&str, usize, &str); 7] = [
    ("bg-BG date", 2, "CLDR's narrow no-break space before the year's mark, which V8 turns into a plain one"),
    ("fa-IR date", 2, "the Gregorian day: a campaign's calendar is one for all of its locales"),
    ("mr-IN IDR", 1, "groups of amounts are those of numbers: lakh and crore"),
    ("mr-IN INR", 2, "the same"),
    ("mr-IN IRR", 1, "the same"),
    ("mr-IN USD", 1, "the same"),
    ("mr-IN VND", 1, "the same"),
];

#[test]
fn values_are_written_as_intl_writes_them() {
    let mut differences = BTreeMap::<String, Vec<String>>::new();
    let (mut seen, mut right) = (0, 0);
    for line in include_str!("intl/table.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [kind, tag, value, wanted] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let at = Locale::parse(tag).expect("a tag");
        let got = written(kind, &at, value);
        seen += 1;
        if got == wanted {
            right += 1;
        } else {
            let what = value.split_once(' ').map_or(kind, |(_, code)| code);
            let row = differences.entry(format!("{tag} {what}")).or_default();
            row.push(format!("{value}: {} instead of {}", shown(&got), shown(wanted)));
        }
    }
    println!("{right} of {seen} as Intl has them");
    let got: Vec<(&str, usize)> =
        differences.iter().map(|(what, rows)| (what.as_str(), rows.len())).collect();
    let known: Vec<(&str, usize)> = KNOWN.iter().map(|(what, count, _)| (*what, *count)).collect();
    let all: Vec<String> =
        differences.iter().map(|(what, rows)| format!("{what}: {}", rows.join(", "))).collect();
    assert!(seen > 7000);
    assert_eq!(got, known, "{}", all.join("\n"));
}
