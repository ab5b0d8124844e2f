//! The workload as Mimeo's own files: a class for each size, whose boxes are those of workload.json.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Map, Value};

/// A number of a box, by its place in the list.
fn at(boxed: &Value, n: usize) -> f64 {
    boxed[n].as_f64().expect("a number")
}

fn map<'a>(load: &'a Value, key: &str) -> &'a Map<String, Value> {
    load[key].as_object().expect("a map")
}

fn text<'a>(load: &'a Value, key: &str) -> &'a str {
    load[key].as_str().expect("a text")
}

/// Writes templates, brand-kits, fonts and photos below `root`.
pub(crate) fn write(load: &Value, assets: &Path, root: &Path) {
    let file = |path: &str, bytes: &[u8]| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("inside root")).expect("a folder");
        std::fs::write(path, bytes).expect("written");
    };
    let copy = |from: String, to: &str| file(to, &std::fs::read(assets.join(from)).expect("an asset"));
    file("templates/ad/template.yaml", template(load).as_bytes());
    file("templates/ad/art/logo.svg", logo(load).as_bytes());
    file("brand-kits/peers/kit.yaml", kit(load).as_bytes());
    for (locale, deck) in map(load, "copy") {
        file(&format!("brand-kits/peers/copy/{locale}.csv"), self::deck(locale, deck).as_bytes());
    }
    for name in map(load, "fonts").values().map(|font| text(font, "file")) {
        copy(name.to_owned(), &format!("fonts/{name}"));
    }
    let mut table = "mimeo: 1\nkind: assets\nassets:\n".to_owned();
    for n in 0..load["photos"].as_u64().expect("a number") {
        copy(format!("photo-{n}.jpg"), &format!("photos/photo-{n}.jpg"));
        writeln!(table, "  photo-{n}: {{ file: photo-{n}.jpg, alt: Photo {n} }}").expect("a string");
    }
    file("photos/assets.yaml", table.as_bytes());
}

fn kit(load: &Value) -> String {
    let mut kit = "mimeo: 1\nkind: brand\nname: Peers\nlocale: en-GB\npalette:\n".to_owned();
    for (name, color) in map(load, "colors") {
        if let Some(color) = color.as_str().filter(|color| color.starts_with('#')) {
            writeln!(kit, "  {name}: \"{}\"", color.to_uppercase()).expect("a string");
        }
    }
    kit += "  shade: \"#000000\"\nfonts:\n";
    let fonts = map(load, "fonts");
    for (role, font) in fonts {
        writeln!(kit, "  {role}: {{ latn: {} }}", text(font, "family")).expect("a string");
    }
    kit += "styles:\n";
    for (role, font) in fonts {
        let weight = &font["weight"];
        writeln!(kit, "  {role}: {{ font: {role}, weight: {weight}, size: 16px, leading: 1.2 }}")
            .expect("a string");
    }
    kit
}

fn deck(locale: &str, copy: &Value) -> String {
    let mut deck = "key,locale,text,short,shorter,status,note\n".to_owned();
    let mut row = |key: &str, text: &str| {
        let text = text.replace('"', "\"\"");
        writeln!(deck, "{key},{locale},\"{text}\",,,approved,").expect("a string");
    };
    for (n, headline) in copy["headlines"].as_array().expect("a list").iter().enumerate() {
        row(&format!("headline.{n}"), headline.as_str().expect("a text"));
    }
    ["sub", "price", "cta", "legal"].into_iter().for_each(|key| row(key, text(copy, key)));
    deck
}

fn logo(load: &Value) -> String {
    let (logo, white) = (&load["logo"], text(&load["colors"], "white"));
    let (view, circle) = (&logo["view"], &logo["circle"]);
    let mut svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {view} {view}\">");
    let (x, y, r) = (at(circle, 0), at(circle, 1), at(circle, 2));
    write!(svg, "<circle fill=\"{white}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/><path fill=\"{white}\" d=\"")
        .expect("a string");
    for ray in logo["rays"].as_array().expect("a list") {
        for (n, point) in ray.as_array().expect("a list").iter().enumerate() {
            let step = if n == 0 { 'M' } else { 'L' };
            write!(svg, "{step}{} {}", at(point, 0), at(point, 1)).expect("a string");
        }
        svg.push('Z');
    }
    svg + "\"/></svg>\n"
}

/// How a layer's box differs by size.
fn boxes(load: &Value, key: &str, props: impl Fn(&Value) -> String) -> String {
    let sizes = map(load, "sizes").iter().filter(|(_, size)| !size[key].is_null());
    sizes.map(|(name, size)| format!("  in s{name}: {{ {} }}\n", props(&size[key]))).collect()
}

fn indent(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}\n")).collect()
}

/// Where a box stands: its top and its left.
fn place(x: f64, y: f64) -> String {
    format!("inset: {y}px 0 0 {x}px")
}

fn template(load: &Value) -> String {
    let sizes = map(load, "sizes");
    let names: Vec<&str> = sizes.keys().map(String::as_str).collect();
    let mut out = format!(
        "mimeo: 1\nkind: template\nslots:\n  photo: image\n  headline: {{ type: text, max: 80 }}\n  sub: {{ type: text, max: 90 }}\n  \
         price: {{ type: text, max: 20 }}\n  cta: {{ type: text, max: 40 }}\n  legal: {{ type: text, max: 120 }}\n\
         sizes: [{}]\nclasses:\n",
        names.join(", ")
    );
    for name in &names {
        let (w, h) = name.split_once('x').expect("width × height");
        writeln!(out, "  s{name}: width == {w} and height == {h}").expect("a string");
    }
    let of = |side: &str| -> String {
        let those = sizes.iter().filter(|(_, size)| text(size, "scrim") == side);
        those.map(|(name, _)| format!("s{name}")).collect::<Vec<_>>().join(" or ")
    };
    let shown = |key: &str| -> String {
        let those = sizes.iter().filter(|(_, size)| !size[key].is_null());
        those.map(|(name, _)| format!("s{name}")).collect::<Vec<_>>().join(" or ")
    };
    out += "background: ink\nlayers:\n- image: $photo\n  fit: cover\n";
    for (side, to) in [("up", "top"), ("right", "end")] {
        let when = of(side);
        let fill = format!("linear-gradient(to {to}, ink/88%, ink/55% 50%, ink/5%)");
        writeln!(out, "- fill: {fill}\n  when: {when}").expect("a string");
    }
    out += "- svg: art/logo.svg\n  place: top start\n  width: 1px\n  height: 1px\n";
    out += &boxes(load, "logo", |b| {
        format!("{}, width: {side}px, height: {side}px", place(at(b, 0), at(b, 1)), side = at(b, 2))
    });
    let size_of = |px: f64, line: f64| format!("style: {{ size: {px}px, leading: {:.5} }}", line / px);
    let box_of =
        |b: &Value| format!("{}, width: {}px, height: {}px", place(at(b, 0), at(b, 1)), at(b, 2), at(b, 3));

    out += "- stack: column\n  place: top start\n  justify: end\n";
    out += &boxes(load, "headline", box_of);
    out += "  layers:\n  - text: $headline\n    style: { base: bold }\n    color: white\n    width: 100%\n    fit: { lines: 3 }\n";
    out += &indent(&boxes(load, "headline", |b| size_of(at(b, 4), at(b, 5))));

    for key in ["sub", "legal"] {
        let when = shown(key);
        write!(
            out,
            "- text: ${key}\n  style: {{ base: regular }}\n  color: soft\n  fit: {{ lines: 1 }}\n  place: top start\n  when: {when}\n"
        )
        .expect("a string");
        out += &boxes(load, key, |b| {
            let px = at(b, 3);
            let line = (px * 1.3).round();
            format!("{}, width: {}px, {}", place(at(b, 0), at(b, 1)), at(b, 2), size_of(px, line))
        });
    }

    out += "- stack: column\n  place: top start\n  align: center\n  justify: center\n  box: { fill: cta, radius: 1px }\n";
    out += &boxes(load, "cta", |b| {
        let h = at(b, 3);
        let (radius, down, blur) = ((h / 4.0).round(), (h / 8.0).round(), (h / 3.0).round());
        let shadow = format!("shadow: 0 {down}px {blur}px shade/45%");
        format!("{}, box: {{ radius: {radius}px, {shadow} }}", box_of(b))
    });
    out += "  layers:\n  - text: $cta\n    style: { base: bold }\n    color: white\n    fit: { lines: 1 }\n";
    out += &indent(&boxes(load, "cta", |b| size_of(at(b, 4), (at(b, 4) * 1.2).round())));

    out += "- stack: column\n  place: top start\n  align: center\n  justify: center\n  box: { fill: accent, radius: pill }\n";
    out += &boxes(load, "badge", |b| {
        let (r, d) = (at(b, 2), at(b, 2) * 2.0);
        format!("{}, width: {d}px, height: {d}px", place(at(b, 0) - r, at(b, 1) - r))
    });
    out += "  layers:\n  - text: $price\n    style: { base: bold }\n    color: ink\n    fit: { lines: 1 }\n";
    out += &indent(&boxes(load, "badge", |b| size_of(at(b, 3), (at(b, 3) * 1.2).round())));
    out
}
