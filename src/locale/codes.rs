//! Currencies that a locale writes by their code: CLDR 48. ICU4X leaves out symbols that are their code, and then takes
//! the root's, so that a Polish price in dollars would have a `US$` that no Pole writes.

/// Locale, or language for all of its locales that are not listed, and codes of ISO 4217.
const CODES: [(&str, &str); 26] = [
    ("bg", "AUD BRL CAD CNY GBP HKD ILS INR JPY KRW MXN NZD TWD VND XCD"),
    ("ca", "BRL CAD CNY MXN USD XCD"),
    ("cs", "ILS INR VND"),
    ("de-CH", "EUR"),
    ("en-AU", "BRL CAD CNY EUR GBP HKD ILS INR JPY KRW MXN NZD TWD USD VND XAF XCD XOF"),
    ("es", "AUD BRL CAD CNY GBP HKD ILS INR JPY KRW MXN NZD TWD XAF XCD XOF"),
    ("es-AR", "AUD BRL CAD CNY EUR GBP HKD ILS INR JPY KRW MXN NZD TWD VND XAF XCD XOF"),
    ("es-MX", "AUD BRL CAD CNY EUR GBP HKD ILS INR JPY KRW NZD TWD USD VND XAF XCD XOF THB"),
    ("es-US", "AUD BRL CAD CNY EUR GBP HKD ILS INR KRW MXN NZD TWD VND XAF XCD XOF"),
    ("fi", "AUD BRL CAD CNY HKD ILS INR KRW MXN NZD TWD VND XCD XPF"),
    ("fr", "CNY HKD JPY TWD XCD"),
    ("fr-CA", "ILS INR KRW MXN TWD VND XAF XCD XOF XPF"),
    ("hr", "AUD BRL CAD CNY GBP HKD ILS INR JPY KRW MXN NZD TWD USD VND XCD XPF"),
    ("hu", "AUD BRL CAD CNY EUR GBP HKD ILS INR KRW MXN NZD TWD USD VND XCD"),
    ("it", "BRL HKD INR JPY KRW MXN TWD USD VND"),
    ("lt", "AUD BRL CAD CNY GBP HKD ILS INR JPY KRW MXN NZD TWD USD VND XAF XCD XOF XPF"),
    ("ms", "CAD MXN USD"),
    ("nb", "AUD BRL CAD CNY HKD ILS INR JPY KRW MXN NZD TWD USD VND XAF XCD XPF"),
    ("nl", "XPF"),
    ("pl", "AUD CAD CNY GBP HKD ILS INR JPY KRW MXN NZD TWD USD VND"),
    ("ro", "AUD BRL CAD CNY EUR GBP HKD ILS INR JPY KRW MXN NZD TWD USD VND XCD"),
    ("sk", "AUD BRL CAD CNY GBP HKD INR JPY KRW NZD TWD USD VND"),
    ("sl", "AUD BRL CAD GBP MXN NZD TWD XCD"),
    ("sr", "AUD KRW NZD VND"),
    ("sv", "AUD CNY GBP HKD INR JPY KRW NZD TWD VND"),
    ("uk", "AUD BRL CAD CNY EUR GBP HKD ILS INR KRW MXN NZD TWD USD VND XCD"),
];

/// Whether the locale's symbol of a currency is its code.
pub(super) fn writes_code(tag: &str, language: &str, currency: &str) -> bool {
    let listed = |key: &str| CODES.iter().find(|(of, _)| *of == key).map(|(_, codes)| *codes);
    let codes = listed(tag).or_else(|| listed(language)).unwrap_or("");
    codes.split(' ').any(|code| code == currency)
}
