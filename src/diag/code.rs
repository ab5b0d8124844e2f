/// The stable name of a kind of fault: quotable, searchable, never reused.
///
/// `E01xx` YAML and quoting · `E02xx` the template language · `E03xx` kits and copy · `E04xx` inputs of one variant ·
/// `E05xx` text and layout · `E06xx` assets · `E07xx` campaigns and output · `E08xx` storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the table below documents each")]
pub enum Code {
    Syntax,
    TooLarge,
    WrongQuoting,
    ForbiddenYaml,
    DuplicateKey,
    WrongType,
    UnknownKey,
    MissingKey,
    UnknownWord,
    BadValue,
    UnknownName,
    WrongKind,
    Unused,
    NoPair,
    BadCopy,
    MissingCopy,
    MissingSlot,
    UnknownSize,
    BadSlotValue,
    DoesNotFit,
    MissingGlyph,
    Overlap,
    LowContrast,
    BadImage,
    BadSvg,
    BadFont,
    MissingAsset,
    OverBudget,
    BadName,
    NoVariants,
    File,
    Store,
}

impl Code {
    /// All codes: id and what the kind means.
    pub const TABLE: [(Self, &'static str, &'static str); 32] = [
        (Self::Syntax, "E0101", "the file is not YAML"),
        (Self::TooLarge, "E0102", "the file is beyond a limit of size, depth or count"),
        (Self::WrongQuoting, "E0103", "YAML reads the value as something else: quote it"),
        (Self::ForbiddenYaml, "E0104", "a feature of YAML that the language does not have"),
        (Self::DuplicateKey, "E0105", "a key stands twice in one map"),
        (Self::WrongType, "E0106", "a list where a map is wanted, or the like"),
        (Self::UnknownKey, "E0201", "a key that this place does not know"),
        (Self::MissingKey, "E0202", "a required key is missing"),
        (Self::UnknownWord, "E0203", "not one of the words allowed here"),
        (Self::BadValue, "E0204", "a value that does not parse, or is out of range"),
        (Self::UnknownName, "E0205", "a slot, class, style, role, component or id that nobody declared"),
        (Self::WrongKind, "E0206", "a name of another type than the place wants"),
        (Self::Unused, "E0207", "declared and never used"),
        (Self::NoPair, "E0301", "the kit allows no such text colour on that ground"),
        (Self::BadCopy, "E0302", "a row of a copy deck that cannot be read"),
        (Self::MissingCopy, "E0303", "the deck has no text for a key"),
        (Self::MissingSlot, "E0401", "a slot without a value"),
        (Self::UnknownSize, "E0402", "a size that the template does not declare"),
        (Self::BadSlotValue, "E0403", "a value that its slot does not take"),
        (Self::DoesNotFit, "E0501", "text that fits on no rung of the ladder"),
        (Self::MissingGlyph, "E0502", "a character that no font of the kit has"),
        (Self::Overlap, "E0503", "layers that must stay apart overlap"),
        (Self::LowContrast, "E0504", "text that is hard to read on what lies beneath"),
        (Self::BadImage, "E0601", "an image that cannot be decoded"),
        (Self::BadSvg, "E0602", "an SVG that cannot be used"),
        (Self::BadFont, "E0603", "a font that cannot be used"),
        (Self::MissingAsset, "E0604", "an asset that is not there"),
        (Self::OverBudget, "E0701", "a file that cannot be made small enough"),
        (Self::BadName, "E0702", "a naming pattern that gives no safe or no unique name"),
        (Self::NoVariants, "E0703", "a campaign without a variant"),
        (Self::File, "E0801", "a file that cannot be read or written"),
        (Self::Store, "E0802", "the database refused"),
    ];

    /// For example `E0201`.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::TABLE[self as usize].1
    }

    /// What the kind means.
    #[must_use]
    pub fn title(self) -> &'static str {
        Self::TABLE[self as usize].2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_codes() {
        for (at, (code, id, _)) in Code::TABLE.iter().enumerate() {
            assert_eq!(*code as usize, at, "{id}");
            assert_eq!(Code::TABLE.iter().filter(|(_, other, _)| other == id).count(), 1);
        }
    }
}
