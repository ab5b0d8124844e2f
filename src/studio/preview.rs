use std::fmt::Write;

use super::html::Text;
use super::page::Page;

/// One entry of a menu or of a row of words.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What it is called.
    pub label: String,
    /// What it stands for: an address, or a value.
    pub value: String,
    /// Whether it is chosen.
    pub on: bool,
}

/// One picture.
#[derive(Clone, Debug)]
pub struct Tile {
    /// A size of the template.
    pub size: String,
    /// A locale.
    pub locale: String,
    /// Where it is drawn.
    pub src: String,
    /// The width and height at which it is shown.
    pub shown: (u32, u32),
    /// How many pixels of the file are one here.
    pub reduced: u32,
}

/// Sizes of one shape.
#[derive(Clone, Debug)]
pub struct Group {
    /// The class that they have in common.
    pub name: String,
    /// Its condition, as the template writes it.
    pub rule: String,
    /// One row a size.
    pub rows: Vec<Vec<Tile>>,
}

/// How a slot is filled by hand.
#[derive(Clone, Debug)]
pub enum Input {
    /// By words; the lines that it takes to show them.
    Words(String),
    /// By a picture: its name, where it can be seen, and what it shows.
    Picture(Vec<(Choice, String)>),
}

/// One slot.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it takes, in words.
    pub kind: String,
    /// Its most characters.
    pub max: Option<u32>,
    /// Rows of the deck that it can take; none when there is but one.
    pub rows: Vec<Choice>,
    /// What it takes by itself.
    pub default: String,
    /// How it is filled by hand.
    pub input: Input,
    /// The address without it, when it was filled by hand.
    pub reset: Option<String>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The template.
    pub template: String,
    /// All templates, by their addresses.
    pub templates: Vec<Choice>,
    /// All brands, by their addresses.
    pub brands: Vec<Choice>,
    /// All locales, by the address that switches each on or off.
    pub locales: Vec<Choice>,
    /// The pictures.
    pub groups: Vec<Group>,
    /// The slots.
    pub fields: Vec<Field>,
    /// What is wrong, as HTML of [`super::fault`]; empty when nothing is.
    pub fault: String,
}

// Writing to a string cannot fail, so the results of `write!` are dropped.

/// The page with all sizes of a template.
#[must_use]
pub fn preview(page: &Preview) -> String {
    let mut body = String::from("<div class=\"filters\" role=\"region\" aria-label=\"What to show\">");
    menu(&mut body, "Template", &page.templates);
    menu(&mut body, "Brand", &page.brands);
    body.push_str("<span class=\"sep\"></span><div class=\"toggles\" id=\"locales\" role=\"group\" aria-label=\"Locales\">");
    for Choice { label, value, on } in &page.locales {
        let _ = write!(
            body,
            "<a class=\"tg\" href=\"{}\" role=\"button\" aria-pressed=\"{on}\">{}</a>",
            Text(value),
            Text(label)
        );
    }
    body.push_str("</div></div><div class=\"frame\"><main class=\"canvas\" id=\"main\" tabindex=\"0\" aria-label=\"Pictures\">");
    let _ = write!(body, "<h1 class=\"vh\">{} in every size</h1>", Text(&page.template));
    shapes(&mut body, &page.groups);
    let _ = write!(body, "<div id=\"faults\">{}</div><div id=\"groups\">", page.fault);
    page.groups.iter().enumerate().for_each(|(n, one)| group(&mut body, n, one));
    body.push_str(
        "</div></main><aside class=\"panel\" aria-label=\"Slots\"><div class=\"tabs\"><h2>Slots</h2></div>",
    );
    body.push_str("<form class=\"pane\" id=\"panel\" autocomplete=\"off\">");
    if !page.fields.is_empty() {
        body.push_str("<p class=\"note\">What is changed here is shown in all locales, in this view only. The deck is not written.</p>");
    }
    page.fields.iter().for_each(|one| field(&mut body, one));
    body.push_str("</form></aside></div>");
    let tiles: usize = page.groups.iter().flat_map(|group| &group.rows).map(Vec::len).sum();
    let (state, status) = if page.fault.is_empty() {
        ("normal", format!("{tiles} pictures"))
    } else {
        ("error", "Does not compile".to_owned())
    };
    let title = format!("{}, preview", page.template);
    Page { title: &title, template: Some(&page.template), state, status: &status, body: &body }.html()
}

fn menu(out: &mut String, label: &str, choices: &[Choice]) {
    let _ = write!(out, "<label class=\"picker\"><span>{label}</span><select class=\"btn pick\" data-go>");
    options(out, choices);
    out.push_str("</select></label>");
}

fn options(out: &mut String, choices: &[Choice]) {
    for Choice { label, value, on } in choices {
        let selected = if *on { " selected" } else { "" };
        let _ = write!(out, "<option value=\"{}\"{selected}>{}</option>", Text(value), Text(label));
    }
}

fn shapes(out: &mut String, groups: &[Group]) {
    let count = |group: &Group| group.rows.iter().map(Vec::len).sum::<usize>();
    out.push_str("<div class=\"view\"><nav class=\"toggles\" id=\"shapes\" aria-label=\"Shapes\">");
    let _ = write!(
        out,
        "<a class=\"tg\" href=\"#main\" aria-current=\"true\">All <span class=\"n\">{}</span></a>",
        groups.iter().map(count).sum::<usize>()
    );
    for (n, group) in groups.iter().enumerate() {
        let _ = write!(
            out,
            "<a class=\"tg\" href=\"#g{n}\">{} <span class=\"n\">{}</span></a>",
            Text(&group.name),
            count(group)
        );
    }
    out.push_str("</nav></div>");
}

fn group(out: &mut String, n: usize, Group { name, rule, rows }: &Group) {
    let plural = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    let locales = rows.first().map_or(0, Vec::len);
    let _ = write!(
        out,
        "<section class=\"group\" id=\"g{n}\" aria-labelledby=\"h{n}\"><header><h2 id=\"h{n}\">{}</h2><code>{}</code>\
         <span class=\"n push\">{} × {}</span></header>",
        Text(name),
        Text(rule),
        plural(rows.len(), "size"),
        plural(locales, "locale")
    );
    for row in rows {
        out.push_str("<div class=\"shelf\">");
        row.iter().for_each(|one| tile(out, one));
        out.push_str("</div>");
    }
    out.push_str("</section>");
}

fn tile(out: &mut String, Tile { size, locale, src, shown: (w, h), reduced }: &Tile) {
    let scale =
        if *reduced > 1 { format!(" <span class=\"faint\">1:{reduced}</span>") } else { String::new() };
    let (size, locale, src) = (Text(&size.replace('x', "×")).to_string(), Text(locale), Text(src));
    let _ = write!(
        out,
        "<figure class=\"tile\" data-key=\"{size} {locale}\" data-src=\"{src}\"><div class=\"pic\"><a href=\"{src}\" \
         aria-label=\"{size} {locale}\"><img src=\"{src}\" width=\"{w}\" height=\"{h}\" alt=\"{size} {locale}\"></a></div>\
         <figcaption><span class=\"c1\"><b>{size}</b> <span class=\"locale\">{locale}</span>{scale} \
         <span class=\"bytes num\"></span></span><span class=\"c2\"></span></figcaption></figure>"
    );
}

fn field(out: &mut String, field: &Field) {
    let name = Text(&field.name).to_string();
    let (changed, reset) = field.reset.as_ref().map_or(("", String::new()), |address| {
        (
            " changed",
            format!(
                "<a class=\"link\" href=\"{}\">Reset<span class=\"vh\"> {name}</span></a>",
                Text(address)
            ),
        )
    });
    let _ = write!(
        out,
        "<div class=\"f{changed}\"><div class=\"lab\"><span class=\"name\" id=\"l-{name}\">{name}</span>{reset}\
         <span class=\"kind\">{}</span></div>",
        Text(&field.kind)
    );
    let default = Text(&field.default).to_string();
    if !field.rows.is_empty() {
        let _ = write!(
            out,
            "<select class=\"in\" data-slot=\"{name}\" data-default=\"{default}\" aria-label=\"Copy row of {name}\">"
        );
        options(out, &field.rows);
        out.push_str("</select>");
    }
    match &field.input {
        Input::Words(words) => {
            let lines = words.chars().count().div_ceil(34).clamp(1, 4);
            let _ = write!(
                out,
                "<textarea class=\"in\" rows=\"{lines}\" data-slot=\"{name}\" aria-labelledby=\"l-{name}\" dir=\"auto\">{}</textarea>",
                Text(words)
            );
            if let Some(max) = field.max {
                let _ = write!(
                    out,
                    "<div class=\"hint\"><span class=\"count\">{} of {max}</span></div>",
                    words.chars().count()
                );
            }
        }
        Input::Picture(pictures) => {
            let _ = write!(out, "<div class=\"photos\" role=\"radiogroup\" aria-labelledby=\"l-{name}\">");
            for (Choice { label, value, on }, src) in pictures {
                let checked = if *on { " checked" } else { "" };
                let _ = write!(
                    out,
                    "<label title=\"{label}\"><input type=\"radio\" name=\"{name}\" value=\"{}\" data-slot=\"{name}\" \
                     data-default=\"{default}\" aria-label=\"{label}\"{checked}><img src=\"{}\" alt=\"\" loading=\"lazy\"></label>",
                    Text(value),
                    Text(src),
                    label = Text(label)
                );
            }
            out.push_str("</div>");
            let chosen =
                pictures.iter().find(|(choice, _)| choice.on).map_or("", |(choice, _)| choice.label.as_str());
            let _ = write!(out, "<div class=\"hint\">{}</div>", Text(chosen));
        }
    }
    out.push_str("</div>");
}
