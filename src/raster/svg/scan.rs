//! A tokeniser for just enough XML to count: no tree, no recursion, no entities beyond the five and numbers.

use super::RasterError;

/// A piece of markup.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// `<name a="b">`; `closed` for `<name/>`.
    Start { name: &'a str, attributes: Vec<(&'a str, String)>, closed: bool },
    /// `</name>`.
    End,
    /// Character data, raw, or a CDATA section.
    Text(&'a str),
}

pub(super) struct Scanner<'a> {
    rest: &'a str,
}

fn torn(what: &str) -> RasterError {
    RasterError::Svg(format!("{what} is not closed"))
}

/// Names without their prefix: `svg:path`, `xlink:href`.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// The next token; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, RasterError> {
        loop {
            if self.rest.is_empty() {
                return Ok(None);
            }
            let Some(markup) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Ok(Some(Token::Text(self.take(end))));
            };
            if markup.starts_with("!--") {
                self.skip_to("-->", "a comment")?;
            } else if markup.starts_with("![CDATA[") {
                let section = self.skip_to("]]>", "a CDATA section")?;
                return Ok(Some(Token::Text(section.get(9..section.len() - 3).unwrap_or(""))));
            } else if markup.starts_with('?') {
                self.skip_to("?>", "a processing instruction")?;
            } else if markup.starts_with('!') {
                // drawing programs write a bare document type; only an internal subset can define entities
                let declaration = self.skip_to(">", "a declaration")?;
                if declaration.contains('[') || !declaration.starts_with("<!DOCTYPE") {
                    return Err(refused("a DTD with definitions", "save it as plain SVG"));
                }
            } else if markup.starts_with('/') {
                self.skip_to(">", "an end tag")?;
                return Ok(Some(Token::End));
            } else {
                return self.start().map(Some);
            }
        }
    }

    fn take(&mut self, len: usize) -> &'a str {
        let (head, tail) = self.rest.split_at(len);
        self.rest = tail;
        head
    }

    fn skip_to(&mut self, end: &str, what: &str) -> Result<&'a str, RasterError> {
        let at = self.rest.find(end).ok_or_else(|| torn(what))?;
        Ok(self.take(at + end.len()))
    }

    fn start(&mut self) -> Result<Token<'a>, RasterError> {
        self.take(1);
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
            .ok_or_else(|| torn("a tag"))?;
        let name = local(self.take(end));
        let mut attributes = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if let Some(rest) = self.rest.strip_prefix("/>") {
                self.rest = rest;
                return Ok(Token::Start { name, attributes, closed: true });
            }
            if let Some(rest) = self.rest.strip_prefix('>') {
                self.rest = rest;
                return Ok(Token::Start { name, attributes, closed: false });
            }
            let equals = self.rest.find('=').ok_or_else(|| torn("a tag"))?;
            let key = local(self.take(equals).trim());
            self.take(1);
            self.rest = self.rest.trim_start();
            let quote =
                self.rest.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(|| torn("a tag"))?;
            self.take(1);
            let len = self.rest.find(quote).ok_or_else(|| torn("an attribute"))?;
            attributes.push((key, unescape(self.take(len))));
            self.take(1);
        }
    }
}

pub(super) fn refused(what: impl Into<String>, hint: &'static str) -> RasterError {
    RasterError::SvgRefused { what: what.into(), hint }
}

/// Resolves character references, behind which a reference could hide.
fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (plain, reference) = rest.split_at(at);
        out.push_str(plain);
        let known = reference.find(';').and_then(|end| {
            let name = reference.get(1..end)?;
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix('x') {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)?
                }
            };
            Some((c, end + 1))
        });
        let (c, len) = known.unwrap_or(('&', 1));
        out.push(c);
        rest = reference.get(len..).unwrap_or("");
    }
    out.push_str(rest);
    out
}
