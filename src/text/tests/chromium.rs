//! Lines and places of letters beside those of headless Chromium, with the same font files. `tests/chrome/run` runs it.

#[path = "../../../tests/support/data.rs"]
mod data;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;
use crate::brand::{Breaking, WordBreak};
use crate::text::bidi::visual_order;

const SIZES: [(i32, i32); 3] = [(24, 120), (24, 210), (32, 333)];

/// A text in one setting.
struct Case {
    lang: String,
    font: String,
    size: i32,
    width: i32,
    words: (&'static str, WordBreak),
    text: String,
}

/// First byte, characters, top (none when it is not drawn), left and right edge.
type Grapheme = (usize, String, Option<f64>, f64, f64);

/// What both say of a case: the text of each line, and where the letters of each stand, by their byte.
#[derive(Debug, PartialEq)]
struct Seen {
    lines: Vec<String>,
    places: BTreeMap<usize, f64>,
    /// As the browser parts them.
    words: Vec<String>,
}

fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for line in data::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chrome/cases.tsv"))
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let [lang, font, text] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let words: &[(&str, WordBreak)] = match lang {
            "ja" => &[("normal", WordBreak::Normal), ("auto-phrase", WordBreak::AutoPhrase)],
            "ko" => &[("normal", WordBreak::Normal), ("keep-all", WordBreak::KeepAll)],
            _ => &[("normal", WordBreak::Auto)],
        };
        for (&words, (size, width)) in words.iter().flat_map(|words| SIZES.map(|size| (words, size))) {
            all.push(Case { lang: lang.into(), font: font.into(), size, width, words, text: text.into() });
        }
    }
    all
}

fn font_file(name: &str) -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(name);
    if own.exists() {
        return own;
    }
    let debian = data::fetched("fonts").join("usr/share/fonts");
    let places = ["truetype/noto", "opentype/noto"].map(|folder| debian.join(folder).join(name));
    places.into_iter().find(|path| path.exists()).unwrap_or_else(|| panic!("no font {name}"))
}

fn is_rtl(lang: &str) -> bool {
    matches!(lang, "ar" | "fa" | "ur" | "he")
}

/// A page that measures itself and writes down what it found, as JSON.
fn page(cases: &[Case], fonts: &BTreeMap<String, PathBuf>) -> String {
    let mut out = String::from(
        "<!doctype html><meta charset=utf-8><style>div{position:absolute;left:0;top:0;line-height:1.5;line-break:strict;text-rendering:geometricPrecision;hyphens:manual;text-spacing-trim:space-all}",
    );
    for (name, path) in fonts {
        let _ = write!(out, "@font-face{{font-family:'{name}';src:url('file://{}')}}", path.display());
    }
    out.push_str("</style><body>");
    for case in cases {
        let dir = if is_rtl(&case.lang) { "rtl" } else { "ltr" };
        let _ = write!(
            out,
            "<div lang={} dir={dir} style=\"font-family:'{}','NotoSans-Regular.ttf';font-size:{}px;width:{}px;word-break:{}\">{}</div>",
            case.lang,
            case.font,
            case.size,
            case.width,
            case.words.0,
            case.text.replace('&', "&amp;").replace('<', "&lt;")
        );
    }
    out.push_str(
        "<script>const bytes=s=>new TextEncoder().encode(s).length;
function measure(div){const node=div.firstChild,text=node.data,range=document.createRange(),base=div.getBoundingClientRect().left;
 const out=[];let top=null;
 for(const {segment,index} of new Intl.Segmenter(undefined,{granularity:'grapheme'}).segment(text)){
  range.setStart(node,index);range.setEnd(node,index+segment.length);
  const all=[...range.getClientRects()];const rect=all[all.length-1];
  if(rect)out.push([bytes(text.slice(0,index)),segment,rect.top,rect.left-base,rect.right-base]);
  else out.push([bytes(text.slice(0,index)),segment,null,0,0]);}
 return out;}
const words=div=>[...new Intl.Segmenter(div.lang,{granularity:'word'}).segment(div.textContent)].map(x=>x.segment);
Promise.all([...document.fonts].map(f=>f.load())).then(()=>{
 const pre=document.createElement('pre');pre.id='out';
 pre.textContent='RESULT'+JSON.stringify([...document.querySelectorAll('div')].map(div=>[measure(div),words(div)]))+'RESULT';
 document.body.replaceChildren(pre);},e=>{document.body.textContent='FAILED '+e;});</script>",
    );
    out
}

fn chromium(cases: &[Case], fonts: &BTreeMap<String, PathBuf>) -> Vec<Seen> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.html");
    std::fs::write(&file, page(cases, fonts)).expect("written");
    let out = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
            "--font-render-hinting=none",
            "--virtual-time-budget=20000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .expect("chromium runs (Debian package chromium)");
    let dom = String::from_utf8_lossy(&out.stdout);
    let json =
        dom.split("RESULT").nth(1).unwrap_or_else(|| panic!("{}", dom.chars().take(300).collect::<String>()));
    let json =
        json.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}").replace("&amp;", "&");
    let all: Vec<(Vec<Grapheme>, Vec<String>)> = serde_json::from_str(&json).expect("JSON");
    cases
        .iter()
        .zip(all)
        .map(|(case, (graphemes, words))| {
            let mut seen = Seen { lines: Vec::new(), places: BTreeMap::new(), words };
            let mut top: Option<f64> = None;
            for (at, segment, y, left, right) in graphemes {
                let space = segment.trim().is_empty();
                if let Some(y) = y
                    && !space
                    && top.is_none_or(|top| y - top > f64::from(case.size) / 2.0)
                {
                    top = Some(y);
                    seen.lines.push(String::new());
                }
                if let Some(line) = seen.lines.last_mut() {
                    line.push_str(&segment);
                }
                if y.is_some() && !space {
                    seen.places.insert(at, if is_rtl(&case.lang) { right } else { left });
                }
            }
            seen.lines.iter_mut().for_each(|line| *line = line.trim_end().to_owned());
            seen
        })
        .collect()
}

fn ours(case: &Case, book: &FontBook, words: Option<&[String]>) -> Seen {
    let family = if case.font.ends_with(".ttc") {
        "Noto Sans CJK JP".to_owned()
    } else {
        book.faces()[0].family.clone()
    };
    let breaking = Breaking { words: case.words.1, ..Breaking::default() };
    let style = TextStyle {
        families: vec![family, "Noto Sans".into()],
        weight: 400,
        breaking,
        ..TextStyle::default()
    };
    // With the words of a browser: lines end between them and nowhere else.
    let (text, whole) = match words {
        Some(words) => (words.join("\u{200b}"), words.to_vec()),
        None => (case.text.clone(), Vec::new()),
    };
    let shaped = shape(book, &text, &style, &locale(&case.lang), &whole).expect("shapes");
    if !shaped.missing().is_empty() {
        println!("the font lacks {:?} of {}", shaped.missing(), case.text);
    }
    let setting = Setting { leading: Ratio::from_f64(1.5), ..at(case.size) };
    let block = shaped.set(&setting, Px::whole(case.width), false);
    let mut seen = Seen { lines: Vec::new(), places: BTreeMap::new(), words: Vec::new() };
    let px = |em: i64| em as f64 / f64::from(1 << 20) * f64::from(case.size);
    for line in &block.lines {
        let line_text = shaped.text()[line.text.clone()].replace('\u{200b}', "");
        seen.lines.push(line_text.trim_end().to_owned());
        let on_line: Vec<&shaped::Cluster> =
            shaped.clusters.iter().filter(|cluster| line.text.contains(&(cluster.start as usize))).collect();
        let end = on_line.iter().rposition(|cluster| !cluster.hangs).map_or(0, |at| at + 1);
        let on_line = &on_line[..end];
        let levels: Vec<u8> = on_line.iter().map(|cluster| shaped.runs[cluster.run as usize].level).collect();
        let mut order = Vec::new();
        visual_order(&levels, &mut order);
        // Where CSS puts the line: ours is also moved so that no ink sticks out, which a page does not do.
        let advance: i64 = on_line.iter().map(|cluster| cluster.advance).sum();
        let start = if is_rtl(&case.lang) { f64::from(case.width) - px(advance) } else { 0.0 };
        let mut pen = 0;
        for at in order {
            let cluster = on_line[at];
            let left = start + px(pen);
            pen += cluster.advance;
            let right = start + px(pen);
            if !cluster.hangs {
                seen.places.insert(cluster.start as usize, if is_rtl(&case.lang) { right } else { left });
            }
        }
    }
    seen
}

/// Why lines may end elsewhere; `None` when nobody knows yet.
fn judged(case: &Case, ours: &Seen, theirs: &Seen, by_words: &Seen) -> Option<&'static str> {
    // The first line of Chromium's that is not ours, and what Chromium puts on the next.
    let at = ours.lines.iter().zip(&theirs.lines).position(|(a, b)| a != b)?;
    let (own, other) = (&ours.lines[at], &theirs.lines[at]);
    let next = theirs.lines.get(at + 1).map_or("", String::as_str);
    let longer = own.len() > other.len();
    let marks = ["!", ":", "»", "?", ";"];
    match case.lang.as_str() {
        _ if ["%", "€", "₽", "$"].iter().any(|unit| next.starts_with(unit)) => {
            Some("ours is right: a number keeps its unit")
        }
        "fr" if marks.iter().any(|mark| next.starts_with(mark)) => Some(
            "ours is right: French marks stay with their word though a plain space stands between (UAX #14, LB13)",
        ),
        "zh-Hans" if next.contains('”') && longer => {
            Some("either is right: Unicode 16 allows a break behind a closing quotation mark in Chinese")
        }
        "th" | "km" | "my" | "lo" => (by_words.lines == theirs.lines)
            .then_some("another dictionary: with Chromium's words our lines are Chromium's"),
        "ja" if case.words.0 == "auto-phrase" => {
            Some("either is right: phrases of another training of BudouX")
        }
        _ => None,
    }
}

#[test]
#[ignore = "needs chromium: tests/chrome/run"]
fn lines_are_those_of_chromium() {
    let cases = cases();
    let fonts: BTreeMap<String, PathBuf> =
        cases.iter().map(|case| (case.font.clone(), font_file(&case.font))).collect();
    let books: BTreeMap<&str, FontBook> = fonts
        .iter()
        .map(|(name, path)| {
            let bytes = Bytes::from(std::fs::read(path).expect("a font"));
            let latin = Bytes::from(std::fs::read(&fonts["NotoSans-Regular.ttf"]).expect("a font"));
            (name.as_str(), FontBook::new([(name.clone(), bytes), ("latin".into(), latin)]).0)
        })
        .collect();
    let theirs = chromium(&cases, &fonts);
    let mut tallies = BTreeMap::<&str, (usize, usize)>::new();
    let (mut letters, mut off) = (0, Vec::new());
    let mut differences = Vec::new();
    for (case, theirs) in cases.iter().zip(&theirs) {
        let book = &books[case.font.as_str()];
        let ours = self::ours(case, book, None);
        let group = match case.lang.as_str() {
            "th" | "my" => "Thai and Burmese",
            "lo" | "km" => "Lao and Khmer",
            "ja" if case.words.0 == "auto-phrase" => "Japanese by phrases",
            _ => "all others",
        };
        let tally = tallies.entry(group).or_default();
        tally.1 += 1;
        let name = format!("{} {}px in {}px, {}", case.lang, case.size, case.width, case.words.0);
        if ours.lines == theirs.lines {
            tally.0 += 1;
            for (at, x) in &theirs.places {
                let Some(own) = ours.places.get(at) else { continue };
                letters += 1;
                if (own - x).abs() > 1.0 {
                    off.push(format!(
                        "{name}: {:?} at {own:.2}, not {x:.2}",
                        &case.text[*at..].chars().next()
                    ));
                }
            }
        } else {
            let by_words = self::ours(case, book, Some(&theirs.words));
            let why = judged(case, &ours, theirs, &by_words);
            let words = ["lo", "km"].contains(&case.lang.as_str()).then(|| theirs.words.join(" · "));
            differences.push((name, why, ours.lines.join(" | "), theirs.lines.join(" | "), words));
        }
    }
    let mut report =
        String::from("# Where our lines differ from Chromium's\n\nMade by `tests/chrome/run`.\n\n");
    for (group, (equal, all)) in &tallies {
        let _ = writeln!(report, "- {group}: {equal} of {all} settings have equal lines");
    }
    let _ =
        writeln!(report, "- {} of {letters} letters on equal lines stand within 1 px\n", letters - off.len());
    for (name, why, ours, theirs, words) in &differences {
        let _ = writeln!(
            report,
            "## {name}\n\n{}\n\n- ours: {ours}\n- Chromium: {theirs}\n{}",
            why.unwrap_or("UNJUDGED"),
            words.as_ref().map_or_else(String::new, |words| format!("- Chromium's words: {words}\n"))
        );
    }
    println!("{}", report.lines().take(10).collect::<Vec<_>>().join("\n"));
    // The one in the repository is rewritten on demand only: another Chromium differs elsewhere.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = std::env::var_os("UPDATE").is_some();
    let folder = root.join(if kept { "tests/chrome" } else { "target/chrome" });
    std::fs::create_dir_all(&folder).expect("a folder");
    let folder = folder.join("REPORT.md");
    std::fs::write(&folder, &report).expect("written");
    println!("{}", off.iter().take(20).cloned().collect::<Vec<_>>().join("\n"));
    assert!(cases.len() >= 200 && letters > 5000);
    for (group, (equal, all)) in tallies {
        let least = match group {
            "all others" => 97,
            // Other words than ICU's: with those all lines are equal, or they would be UNJUDGED.
            "Lao and Khmer" => 50,
            "Japanese by phrases" => 60,
            _ => 90,
        };
        assert!(equal * 100 >= all * least, "{group}: {equal} of {all}");
    }
    assert!(off.is_empty(), "{} letters are off", off.len());
    assert!(differences.iter().all(|(_, why, ..)| why.is_some()), "see UNJUDGED in {}", folder.display());
}
