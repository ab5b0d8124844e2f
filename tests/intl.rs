//! Prices, numbers, shares and days in 40 locales, as browsers write them: `intl/table.tsv` is node's Intl.

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
    for (what, rows) in &differences {
        println!("{what} ({}): {}", rows.len(), rows[0]);
    }
}
