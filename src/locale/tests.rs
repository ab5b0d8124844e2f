//! What is written must be what browsers write: `goldens.tsv` comes from node.

use super::{Date, Locale, Money, Number, PartKind, ValueError};

fn locale(tag: &str) -> Locale {
    Locale::parse(tag).expect("a tag")
}

fn escaped(text: &str) -> String {
    let mark = |c: char| matches!(c, '\u{a0}' | '\u{202f}' | '\u{61c}' | '\u{200e}' | '\u{200f}');
    text.chars().map(|c| if mark(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

#[test]
fn values_are_written_as_a_browser_writes_them() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in include_str!("goldens.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [kind, tag, value, wanted] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let at = locale(tag);
        let got = match kind {
            "money" => {
                let parts = Money::parse(value).expect("an amount").parts(&at).expect("data");
                let letter = |kind| match kind {
                    PartKind::Symbol => 's',
                    PartKind::Whole => 'w',
                    PartKind::Decimal => 'd',
                    PartKind::Minor => 'm',
                    PartKind::Literal => 'l',
                };
                let parts: Vec<_> =
                    parts.iter().map(|p| format!("{}{}", letter(p.kind), escaped(&p.text))).collect();
                parts.join("|")
            }
            "number" => escaped(&Number::parse(value).expect("a number").format(&at).expect("data")),
            "percent" => escaped(&Number::parse(value).expect("a number").format_percent(&at).expect("data")),
            _ => escaped(&Date::parse(value).expect("a date").format(&at).expect("data")),
        };
        seen += 1;
        if got != wanted {
            wrong.push(format!("{kind} {tag} {value}: {got} instead of {wanted}"));
        }
    }
    assert!(seen > 200 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn amounts_are_read_strictly() {
    for text in [
        "€5",
        "5 €",
        "1.299,00 EUR",
        "1,299.00 EUR",
        "NaN EUR",
        "inf EUR",
        "-0 EUR",
        "-0.00 EUR",
        "5  EUR",
        "5 eur",
        "5 EURO",
        " 5 EUR",
        "5 EUR ",
        "+5 EUR",
        "5. EUR",
        ".5 EUR",
        "05 EUR",
        "1e3 EUR",
        "٥ EUR",
        "5",
        "",
        "5.999 EUR",
        "1.5 JPY",
        "9999999999999999 EUR",
    ] {
        let error = Money::parse(text).expect_err(text);
        assert!(!error.hint().is_empty());
    }
    assert_eq!(Money::parse("5"), Err(ValueError::NoCurrency("5".into())));
    assert_eq!(Money::parse("-0 EUR"), Err(ValueError::NegativeZero("-0".into())));
    assert_eq!(Money::parse("1780.00 JPY").map(|m| m.to_string()), Ok("1780.00 JPY".into()));
}

#[test]
fn a_discount_has_a_true_minus_sign_before_its_figures() {
    let percent = |tag| Number::parse("-0.31").expect("a number").format_percent(&locale(tag)).expect("data");
    assert_eq!(percent("de-DE"), "\u{2212}31\u{a0}%");
    assert_eq!(percent("en-US"), "\u{2212}31%");
    assert_eq!(percent("ar-SA"), "\u{2066}\u{2212}٣١٪\u{61c}\u{2069}");
}

#[test]
fn change_is_rounded_to_whole_percent() {
    let change = |a: &str, b: &str| {
        Number::parse(a).expect("a number").percent_of_change(Number::parse(b).expect("a number"))
    };
    assert_eq!(change("74.9", "109.0"), Some(-31));
    assert_eq!(change("64.99", "89"), Some(-27));
    assert_eq!(change("10", "10"), Some(0));
    assert_eq!(change("10", "0"), None);
    assert_eq!(change("120", "100"), Some(20));
}

#[test]
fn days_that_do_not_exist_are_refused() {
    for text in
        ["2027-02-29", "2027-13-01", "2027-00-10", "2027-1-5", "31.08.2027", "0000-01-01", "2027-08-32"]
    {
        assert!(Date::parse(text).is_err(), "{text}");
    }
    assert!(Date::parse("2028-02-29").is_ok());
}
