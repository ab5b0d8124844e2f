use std::fmt::Write;

use super::html::Text;
use super::page::Page;

/// One template of the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// A picture of it with its sides, when it can be drawn.
    pub picture: Option<(String, u32, u32)>,
    /// A few words beneath: how many sizes, or what is wrong.
    pub note: String,
}

/// The list of all templates.
#[must_use]
pub fn index(entries: &[Entry]) -> String {
    let mut list = String::new();
    for Entry { name, picture, note } in entries {
        let picture = picture.as_ref().map_or_else(String::new, |(src, w, h)| {
            format!("<img src=\"{}\" width=\"{w}\" height=\"{h}\" alt=\"\" loading=\"lazy\">", Text(src))
        });
        // Writing to a string cannot fail.
        let _ = write!(
            list,
            "<a href=\"/studio/preview/{name}\">{picture}<span><b>{name}</b> <span class=\"n\">{}</span></span></a>",
            Text(note),
            name = Text(name)
        );
    }
    if entries.is_empty() {
        list = "<div class=\"empty\"><b>No template yet.</b><p>A folder in <code>templates</code> with a <code>template.yaml</code> shows up here as soon as it is saved.</p></div>".to_owned();
    }
    let body = format!(
        "<main class=\"canvas\" id=\"main\"><h1 class=\"vh\">Templates</h1><div class=\"index\">{list}</div></main>"
    );
    let status =
        if entries.len() == 1 { "1 template".to_owned() } else { format!("{} templates", entries.len()) };
    Page { title: "Templates", template: None, state: "normal", status: &status, body: &body }.html()
}
