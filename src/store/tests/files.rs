use std::fs;
use std::time::{Duration, Instant};

use super::super::{FileBlobs, Folder, Project, StoreError, read_assets, read_kit};
use super::{folder, repository};
use crate::asset::{BlobError, Blobs, MediaKind};
use crate::brand::{BrandKit, Logo, LogoFile, Palette};
use crate::diag::{Code, Diagnostics, Sources};
use crate::digest::Digest;
use crate::geom::{PixelSize, Ratio};
use crate::locale::Locale;

fn refused(folder: &Folder, path: &str) -> bool {
    matches!(folder.read(path, 1_000), Err(StoreError::Refused { .. }))
}

#[test]
fn nothing_outside_of_a_folder_is_read() {
    let outer = folder();
    fs::write(outer.path().join("secret"), "x").expect("written");
    fs::create_dir_all(outer.path().join("in/sub")).expect("made");
    fs::write(outer.path().join("in/sub/own"), "own").expect("written");
    let inner = Folder::open(outer.path().join("in")).expect("a folder");
    for path in ["../secret", "/etc/hostname", "sub/../../secret", "", ".", "sub\\own", "a\0b", "sub"] {
        assert!(refused(&inner, path), "{path:?}");
    }
    assert_eq!(inner.read("sub/own", 3).expect("read"), b"own");
    assert!(matches!(inner.read("sub/own", 2), Err(StoreError::Refused { .. })), "beyond the cap");
    assert!(inner.read("none", 9).expect_err("missing").is_missing());
}

#[cfg(unix)]
#[test]
fn links_out_pipes_and_devices_are_refused_without_waiting() {
    let outer = folder();
    fs::write(outer.path().join("secret"), "x").expect("written");
    let root = outer.path().join("in");
    fs::create_dir(&root).expect("made");
    fs::write(root.join("own"), "own").expect("written");
    std::os::unix::fs::symlink("../secret", root.join("out")).expect("linked");
    std::os::unix::fs::symlink("own", root.join("alias")).expect("linked");
    std::os::unix::fs::symlink("/dev/zero", root.join("endless")).expect("linked");
    let made = std::process::Command::new("mkfifo").arg(root.join("pipe")).status();
    let inner = Folder::open(&root).expect("a folder");
    let began = Instant::now();
    assert!(refused(&inner, "out") && refused(&inner, "endless"));
    if made.is_ok_and(|status| status.success()) {
        assert!(refused(&inner, "pipe"));
    }
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(inner.read("alias", 9).expect("a link within"), b"own");
}

#[test]
fn text_files_are_utf8() {
    let outer = folder();
    fs::write(outer.path().join("x"), b"ab\xff").expect("written");
    let error = Folder::open(outer.path()).expect("a folder").read_text("x", 9).expect_err("no text");
    assert!(error.to_string().contains("from byte 2"), "{error}");
}

#[test]
fn a_blob_that_changed_since_is_no_other_blob() {
    let outer = folder();
    fs::write(outer.path().join("x"), "one").expect("written");
    let mut blobs = FileBlobs::default();
    let (digest, _) = blobs.add(&Folder::open(outer.path()).expect("a folder"), "x", 9).expect("added");
    assert_eq!(blobs.get(digest).expect("bytes"), "one");
    for other in ["two", "longer"] {
        fs::write(outer.path().join("x"), other).expect("written");
        assert!(matches!(blobs.get(digest), Err(BlobError::Unreadable { .. })));
    }
    let nobody = Digest::of_bytes(b"nobody");
    assert_eq!(blobs.get(nobody), Err(BlobError::Missing(nobody)));
}

#[test]
fn the_fixture_pictures_are_known_by_their_bytes_and_stand_upright() {
    let pictures = Folder::open(repository().join("fixtures/photos")).expect("a folder");
    let (mut sources, mut blobs) = (Sources::new(), FileBlobs::default());
    let table = read_assets(&pictures, &mut sources, &mut blobs).unwrap_or_else(|found| panic!("{found:?}"));
    assert_eq!((table.0.len(), blobs.len()), (18, 18));
    let beach = table.get("beach").expect("the beach");
    assert_eq!((beach.kind, beach.size), (MediaKind::Raster, PixelSize::new(2160, 1440)));
    assert_eq!(beach.facts.scheme.as_deref(), Some("light"));
    assert_eq!(beach.facts.focus.map(|focus| focus.x), Some(Ratio::percent(80.0)));
    assert!(beach.facts.flip && beach.facts.tone.is_some() && beach.facts.subject.is_some());
    assert_eq!(table.get("deck").expect("the deck").facts.zoom.get("square"), Some(&Ratio::percent(130.0)));
    assert_eq!(table.get("odd-rotated").expect("the turned one").size, PixelSize::new(1200, 800));
    assert_eq!(table.get("odd-cmyk").expect("the CMYK one").size, PixelSize::new(900, 600));
    assert!(table.0.values().all(|asset| blobs.get(asset.digest).is_ok()));
}

#[test]
fn all_faults_of_an_assets_file_are_told_at_once_with_their_place() {
    let outer = folder();
    let text = "mimeo: 1\nkind: assets\nassets:\n  gone: { file: gone.jpg }\n  lies: { file: lies.jpg }\n  out: { file: ../x }\n  \
                odd: { file: lies.jpg, focus: 120% 5%, flip: yes, tone: red, fokus: 1 }\n  none: { alt: x }\n";
    fs::write(outer.path().join("assets.yaml"), text).expect("written");
    fs::write(outer.path().join("lies.jpg"), "<html></html>").expect("written");
    let inner = Folder::open(outer.path()).expect("a folder");
    let mut sources = Sources::new();
    let found = read_assets(&inner, &mut sources, &mut FileBlobs::default()).expect_err("faults");
    let told = |code: Code| found.0.iter().filter(|one| one.code == code && one.span.is_some()).count();
    assert_eq!(told(Code::MissingAsset), 1, "{found:?}");
    assert_eq!(told(Code::BadImage), 2);
    assert_eq!(told(Code::File), 1);
    assert_eq!(told(Code::BadValue), 3);
    assert_eq!((told(Code::UnknownKey), told(Code::MissingKey)), (1, 1));
    let unknown = found.0.iter().find(|one| one.code == Code::UnknownKey).expect("told");
    assert_eq!(unknown.hints, ["did you mean `focus`?"]);
    assert_eq!(sources.slice(unknown.span.expect("a place")), "fokus");
}

fn kit_with_logo(path: &str) -> BrandKit {
    let file = LogoFile { path: path.into(), digest: Digest::of_bytes(b""), aspect: Ratio::ONE };
    let logo = Logo { on: [("light".to_owned(), file)].into(), clear: Ratio::ZERO, min_height: None };
    BrandKit {
        name: "parasola".into(),
        title: "Parasola".into(),
        locale: Locale::parse("en").expect("a tag"),
        palette: Palette::default(),
        fonts: Default::default(),
        styles: Default::default(),
        logos: vec![("full".into(), logo)],
        shadows: Default::default(),
        radii: Default::default(),
        spacing: Default::default(),
        no_break: Vec::new(),
        voice: String::new(),
    }
}

#[test]
fn a_kits_logos_get_their_digest_and_shape() {
    let brand = Project::at(&repository()).brand("parasola").expect("a brand");
    let (mut sources, mut blobs) = (Sources::new(), FileBlobs::default());
    let parse = |_: &str, text: &str, _| {
        assert!(text.starts_with("mimeo: 1\nkind: brand\n"));
        Ok(kit_with_logo("logos/parasola-dark.svg"))
    };
    let kit = read_kit(&brand.folder, "parasola", parse, &mut sources, &mut blobs).expect("a kit");
    let logo = &kit.logo("auto").expect("a logo").on["light"];
    assert_eq!(logo.aspect, Ratio::from_f64(4.085));
    assert!(blobs.get(logo.digest).expect("bytes").starts_with(b"<svg"));

    for (path, code) in [("logos/none.svg", Code::File), ("../x.svg", Code::File), ("kit.yaml", Code::BadSvg)]
    {
        let parse = |_: &str, _: &str, _| Ok(kit_with_logo(path));
        let found: Diagnostics =
            read_kit(&brand.folder, "parasola", parse, &mut sources, &mut blobs).expect_err("a fault");
        assert_eq!(found.0[0].code, code, "{path}");
    }
}

#[test]
fn a_project_finds_brands_and_fonts_and_refuses_names_that_are_paths() {
    let project = Project::at(&repository());
    assert_eq!(project.brand_names().expect("brands"), ["arkhalle", "parasola"]);
    let fonts = project.fonts().expect("fonts");
    assert_eq!(fonts.len(), 32);
    assert!(fonts.iter().all(|font| rustybuzz::Face::from_slice(&font.bytes, 0).is_some()));
    for name in ["../brand-kits/parasola", "..", "", "a/b", "/etc"] {
        assert!(matches!(project.brand(name), Err(StoreError::Refused { .. })), "{name:?}");
    }
}

#[test]
fn no_character_of_a_deck_lacks_a_glyph_and_arabic_letters_join() {
    let project = Project::at(&repository());
    let fonts = project.fonts().expect("fonts");
    let faces: Vec<_> = fonts.iter().filter_map(|font| rustybuzz::Face::from_slice(&font.bytes, 0)).collect();
    for brand in project.brand_names().expect("brands") {
        for deck in project.brand(&brand).expect("a brand").decks {
            let drawn = |c: char| c.is_control() || faces.iter().any(|face| face.glyph_index(c).is_some());
            let missing: String = deck.text.chars().filter(|c| !drawn(*c)).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", deck.path);
        }
    }
    for (font, face) in fonts.iter().zip(&faces).filter(|(font, _)| font.path.contains("Arabic")) {
        let mut text = rustybuzz::UnicodeBuffer::new();
        text.push_str("بيت");
        text.guess_segment_properties();
        let shaped = rustybuzz::shape(face, &[], text);
        let alone: Vec<u32> =
            "تيب".chars().filter_map(|c| face.glyph_index(c)).map(|glyph| glyph.0.into()).collect();
        let joined: Vec<u32> = shaped.glyph_infos().iter().map(|info| info.glyph_id).collect();
        assert_ne!(joined, alone, "{}", font.path);
    }
}

#[test]
fn a_templates_own_component_hides_the_shared_one() {
    let outer = folder();
    for (path, text) in [
        ("templates/sale/template.yaml", "sale"),
        ("templates/sale/components/button.yaml", "own"),
        ("templates/components/button.yaml", "shared"),
        ("templates/components/badge.yaml", "badge"),
    ] {
        let path = outer.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    let project = Project::at(outer.path());
    assert_eq!(project.template_names().expect("templates"), ["sale"]);
    let files = project.template("sale").expect("a template");
    let components: Vec<_> =
        files.components.iter().map(|one| (one.name.as_str(), one.text.as_str())).collect();
    assert_eq!(components, [("button", "own"), ("badge", "badge")]);
}

#[test]
fn a_templates_drawings_are_read_with_it_or_each_is_reported_in_its_place() {
    let root = folder();
    let own = root.path().join("templates/sale");
    fs::create_dir_all(own.join("art")).expect("made");
    fs::create_dir_all(root.path().join("templates/components")).expect("made");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 10'><path d='M0 0H9V9Z'/></svg>";
    fs::write(own.join("art/own.svg"), svg).expect("written");
    fs::write(root.path().join("templates/components/shared.svg"), svg).expect("written");
    fs::write(own.join("art/none.svg"), "<html/>").expect("written");
    let template = |files: &[&str]| {
        let layers: String = files.iter().map(|file| format!("- svg: {file}\n")).collect();
        let text = format!("mimeo: 1\nkind: template\nsizes: [300x250]\nlayers:\n{layers}");
        fs::write(own.join("template.yaml"), text).expect("written");
        crate::store::read_template(&Project::at(root.path()), "sale", &mut Sources::new())
    };
    let read = template(&["art/own.svg", "shared.svg", "art/own.svg"]).expect("both are there").template;
    assert_eq!(read.drawings.len(), 2);
    assert_eq!(read.drawings["art/own.svg"].aspect, Ratio::from_f64(4.0));
    assert_eq!(read.drawings["shared.svg"].digest, Digest::of_bytes(svg.as_bytes()));
    let found = template(&["missing.svg", "art/none.svg"]).expect_err("neither can be used");
    let codes: Vec<Code> = found.0.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::MissingAsset, Code::BadSvg]);
    assert!(found.0.iter().all(|d| d.span.is_some()));
}
