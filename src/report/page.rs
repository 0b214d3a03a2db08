//! Makes the page. The only way text gets into it is escaped; the tags are the program's own.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::style::STYLE;
use crate::domain::text::visible_lines;

#[derive(Debug)]
pub(super) struct Page {
    html: String,
    open: Vec<&'static str>,
}

impl Page {
    pub(super) fn new(language: &'static str, title: &str) -> Self {
        let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
        let mut page = Self {
            html: format!(
                "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
                 <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
                 style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\
                 <meta name=\"referrer\" content=\"no-referrer\">\
                 <meta name=\"viewport\" content=\"width=device-width\">"
            ),
            open: Vec::new(),
        };
        page.element("title", "", title);
        page.html.push_str("<style>");
        page.html.push_str(STYLE);
        page.html.push_str("</style></head><body>\n");
        page
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.html.push_str("</body></html>\n");
        self.html
    }

    /// Begins an element; an empty class is none.
    pub(super) fn open(&mut self, tag: &'static str, class: &'static str) {
        self.begin(tag, class);
        self.open.push(tag);
    }

    /// Ends the element that was begun last.
    pub(super) fn close(&mut self) {
        if let Some(tag) = self.open.pop() {
            self.end(tag);
        }
    }

    /// What is done inside is inside the element.
    pub(super) fn within(
        &mut self,
        tag: &'static str,
        class: &'static str,
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(tag, class);
        inside(self);
        self.close();
    }

    /// An element that holds one text.
    pub(super) fn element(&mut self, tag: &'static str, class: &'static str, text: &str) {
        self.begin(tag, class);
        push_escaped(&mut self.html, text);
        self.end(tag);
    }

    /// A paragraph, unless there is nothing to say.
    pub(super) fn paragraph(&mut self, class: &'static str, text: &str) {
        if !text.is_empty() {
            self.element("p", class, text);
        }
    }

    /// A table with a heading row that is repeated on each page.
    pub(super) fn table(
        &mut self,
        class: &'static str,
        headings: &[String],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) {
        self.within("table", class, |page| {
            page.within("thead", "", |page| {
                page.within("tr", "", |page| {
                    for heading in headings {
                        page.element("th", "", heading);
                    }
                });
            });
            page.within("tbody", "", |page| {
                for row in rows {
                    page.within("tr", "", |page| {
                        for cell in row {
                            page.element("td", "text", &cell);
                        }
                    });
                }
            });
        });
    }

    /// A table of names and what they are.
    pub(super) fn facts(&mut self, facts: impl IntoIterator<Item = (String, String)>) {
        self.within("table", "facts", |page| {
            page.within("tbody", "", |page| {
                for (name, value) in facts {
                    page.within("tr", "", |page| {
                        page.element("th", "", &name);
                        page.element("td", "text", &value);
                    });
                }
            });
        });
    }

    fn begin(&mut self, tag: &'static str, class: &'static str) {
        self.html.push('<');
        self.html.push_str(tag);
        if !class.is_empty() {
            self.html.push_str(" class=\"");
            self.html.push_str(class);
            self.html.push('"');
        }
        self.html.push('>');
    }

    fn end(&mut self, tag: &'static str) {
        self.html.push_str("</");
        self.html.push_str(tag);
        self.html.push_str(">\n");
    }
}

/// Whatever a text holds, it stays text: characters that mean something to a browser are written as references, and
/// those nobody sees as what they are.
fn push_escaped(html: &mut String, text: &str) {
    for character in visible_lines(text).chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}
