//! What letters can look like, told by pixels of whole renders: emoji.

#[path = "support/drawn.rs"]
mod drawn;

use drawn::drawn_at;

#[test]
fn look() {
    for size in [16, 32, 96] {
        let text = "Sommer 😎🏖️🇩🇪👨‍👩‍👧 1️⃣ ❤️ 👍🏽👍 ❤\u{fe0e} ©✨1#🇪🇸🌈";
        let layers = format!(
            "- {{ text: \"{text}\", style: {{ base: button, size: {size}px }}, color: ink, place: top stretch }}\n"
        );
        let w = size * 22;
        match drawn_at(&format!("{w}x{}", size * 2), &layers, "en-US") {
            Ok(picture) => picture.0.save(format!("/tmp/emoji/ours-{size}.png")).unwrap(),
            Err(found) => panic!("{found}"),
        }
    }
}
