//! The simple formatting in which announcements are written: bold, italic, struck, headings, lists, quotes and links.
//! Pure.
//!
//! Markdown without its dangers: HTML is shown as it was typed, a picture is its caption (a picture from elsewhere would
//! tell its owner who reads), and a link leads to a web page, a mailbox or a telephone. A line break is a line break, since
//! that is what whoever writes a message means by it.

use pulldown_cmark::{
    CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream, html::push_html,
};

/// As HTML that may stand on a page.
pub fn to_html(text: &str) -> String {
    let mut page = String::with_capacity(text.len() * 2);
    push_html(&mut page, Safe { inner: TextMergeStream::new(parser(text)), links: Vec::new() });
    page
}

/// As a message for WhatsApp, which has its own marks for bold, italic and struck.
pub fn to_whatsapp(text: &str) -> String {
    let mut writer = Writer { marks: Marks::WhatsApp, ..Writer::default() };
    parser(text).for_each(|event| writer.take(event));
    writer.out.trim().to_owned()
}

/// The words alone in one line, at most so many letters.
pub fn excerpt(text: &str, most: usize) -> String {
    let mut writer = Writer::default();
    parser(text).for_each(|event| writer.take(event));
    // What was a list is one line here.
    let words = writer.out.split_whitespace().map(|word| if word == "-" { "·" } else { word });
    let words = words.collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(most) {
        None => words,
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
    }
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH)
}

struct Safe<'a> {
    inner: TextMergeStream<'a, Parser<'a>>,
    /// Of each link that is open: is it one of ours?
    links: Vec<bool>,
}

impl<'a> Iterator for Safe<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            let event = self.inner.next()?;
            return Some(match event {
                Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
                Event::SoftBreak => Event::HardBreak,
                Event::Code(code) => Event::Text(code),
                Event::Text(text) if self.links.is_empty() => linked(text),
                Event::Start(Tag::Image { .. } | Tag::HtmlBlock | Tag::CodeBlock(_)) => continue,
                Event::End(TagEnd::Image | TagEnd::HtmlBlock | TagEnd::CodeBlock) => continue,
                Event::Start(Tag::Heading { .. }) => Event::Start(heading()),
                Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(HeadingLevel::H3)),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    self.links.push(leads_somewhere_known(&dest_url));
                    if self.links.last() != Some(&true) {
                        continue;
                    }
                    Event::InlineHtml(anchor(&dest_url).into())
                }
                Event::End(TagEnd::Link) => match self.links.pop() {
                    Some(true) => Event::InlineHtml("</a>".into()),
                    _ => continue,
                },
                other => other,
            });
        }
    }
}

/// Every heading is below those of the page.
fn heading<'a>() -> Tag<'a> {
    Tag::Heading { level: HeadingLevel::H3, id: None, classes: Vec::new(), attrs: Vec::new() }
}

fn leads_somewhere_known(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
    matches!(scheme.as_str(), "https" | "http" | "mailto" | "tel") && address.contains(':')
}

fn anchor(address: &str) -> String {
    format!("<a href=\"{}\" rel=\"nofollow noopener noreferrer\">", escaped(address))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// An address that was pasted is a link, as it is in every messenger.
fn linked(text: CowStr<'_>) -> Event<'_> {
    if !text.contains("https://") && !text.contains("http://") {
        return Event::Text(text);
    }
    let mut page = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let bare = word.trim_end_matches(['.', ',', ';', ')', '!', '?']);
        if bare.starts_with("https://") || bare.starts_with("http://") {
            page.push_str(&format!("{}{}</a>{}", anchor(bare), escaped(bare), escaped(&piece[bare.len()..])));
        } else {
            page.push_str(&escaped(piece));
        }
    }
    Event::InlineHtml(page.into())
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Marks {
    #[default]
    None,
    WhatsApp,
}

/// Writes plain text.
#[derive(Default)]
struct Writer {
    out: String,
    marks: Marks,
    /// The next number of each list that is open; none: bullets.
    lists: Vec<Option<u64>>,
    links: Vec<String>,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.out.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.out.push('\n'),
            Event::Rule => self.out.push_str("---\n\n"),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong | Tag::Heading { .. } => self.mark('*'),
            Tag::Emphasis => self.mark('_'),
            Tag::Strikethrough => self.mark('~'),
            Tag::List(first) => {
                self.line();
                self.lists.push(first);
            }
            Tag::Item => {
                self.line();
                let bullet = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.out.push_str(&bullet);
            }
            Tag::BlockQuote(_) => self.out.push_str("> "),
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into_string()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.mark('*'),
            TagEnd::Emphasis => self.mark('_'),
            TagEnd::Strikethrough => self.mark('~'),
            TagEnd::Heading(_) => {
                self.mark('*');
                self.out.push_str("\n\n");
            }
            TagEnd::Paragraph if self.lists.is_empty() => self.out.push_str("\n\n"),
            TagEnd::Item | TagEnd::Paragraph => self.line(),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.out.push('\n');
                }
            }
            TagEnd::Link => {
                if let Some(address) =
                    self.links.pop().filter(|address| !self.out.ends_with(address.as_str()))
                {
                    self.out.push_str(&format!(" ({address})"));
                }
            }
            _ => {}
        }
    }

    fn mark(&mut self, sign: char) {
        if self.marks == Marks::WhatsApp {
            self.out.push(sign);
        }
    }

    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_looks_as_they_mean_it() {
        let page = to_html("# Air mati\nBesok **07.00-12.00**\nTampung air:\n\n- ember\n- bak");
        assert_eq!(
            page,
            "<h3>Air mati</h3>\n<p>Besok <strong>07.00-12.00</strong><br />\nTampung air:</p>\n\
             <ul>\n<li>ember</li>\n<li>bak</li>\n</ul>\n"
        );
        assert!(to_html("lihat https://pdam.example/a?b=1&c=2.").contains(
            "<a href=\"https://pdam.example/a?b=1&amp;c=2\" rel=\"nofollow noopener noreferrer\">https://pdam.example/a?b=1&amp;c=2</a>."
        ));
    }

    #[test]
    fn nothing_typed_becomes_a_script_a_picture_or_a_strange_link() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[klik](javascript:alert(1))",
            "[klik](JaVaScRiPt:alert(1))",
            "[klik](data:text/html,<script>alert(1)</script>)",
            "![foto](https://mata-mata.example/x.png)",
            "<a href=\"javascript:alert(1)\">x</a>",
            "https://a.example/\"onmouseover=\"alert(1)",
            "[x](https://a.example/\"onmouseover=\"alert(1))",
            "```\n<script>\n```",
            "    <script>",
        ] {
            let page = to_html(text);
            // What is shown as text may say anything; what is a tag may not.
            let tags = page.split('<').skip(1).filter_map(|rest| rest.split('>').next());
            for tag in tags {
                let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
                assert!(["p", "a", "br"].contains(&name), "{text} became {page}");
                let lower = tag.to_lowercase();
                for bad in ["javascript:", "data:", "\"onmouseover"] {
                    assert!(!lower.contains(bad), "{text} became {page}");
                }
            }
        }
    }

    #[test]
    fn whatsapp_gets_its_own_marks_and_an_excerpt_none() {
        let text = "# Air mati\nBesok **pagi** dan *siang*, ~~bukan~~ [jadwal](https://pdam.example)\n\n1. ember\n2. bak";
        assert_eq!(
            to_whatsapp(text),
            "*Air mati*\n\nBesok *pagi* dan _siang_, ~bukan~ jadwal (https://pdam.example)\n\n1. ember\n2. bak"
        );
        assert_eq!(excerpt(text, 24), "Air mati Besok pagi dan…");
        assert_eq!(excerpt("<b>tebal</b>", 40), "<b>tebal</b>");
        assert_eq!(
            excerpt("Mohon:\n\n- tampung air\n- matikan pompa", 60),
            "Mohon: · tampung air · matikan pompa"
        );
    }
}
