use crate::locale::Plural;

/// A row's key and the count that its text is for: `nights[one]` is `nights` for one.
#[must_use]
pub fn counted_key(key: &str) -> (&str, Option<Plural>) {
    let split = || {
        let (name, rest) = key.split_once('[')?;
        Some((name, Plural::from_word(rest.strip_suffix(']')?)?))
    };
    split().map_or((key, None), |(name, plural)| (name, Some(plural)))
}

/// Puts a number in the place of `{$count}`. Any other `{$name}` is given back: decks name nothing else.
///
/// # Errors
/// The insertion that is not `count`, as it stands in the text.
pub fn insert_count(text: &str, count: &str, number: &str) -> Result<String, String> {
    let own = format!("{{${count}}}");
    let rest = text.replace(&own, "");
    match rest.find("{$").and_then(|from| Some(&rest[from..=from + rest[from..].find('}')?])) {
        Some(other) => Err(other.to_owned()),
        None => Ok(text.replace(&own, number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_a_count_in_brackets() {
        assert_eq!(counted_key("left.days[few]"), ("left.days", Some(Plural::Few)));
        for plain in ["left", "left[", "left[several]", "left[one].x", "left[]"] {
            assert_eq!(counted_key(plain), (plain, None));
        }
    }

    #[test]
    fn the_count_is_inserted_and_nothing_else() {
        assert_eq!(insert_count("*{$n}* of {$n}", "n", "1.200").as_deref(), Ok("*1.200* of 1.200"));
        assert_eq!(insert_count("{n} {$", "n", "5").as_deref(), Ok("{n} {$"));
        assert_eq!(insert_count("{$n} {$night}", "n", "5"), Err("{$night}".into()));
    }
}
