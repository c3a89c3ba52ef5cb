//! A letter before it has an envelope: pure words, once as text and once as simple HTML.

use askama::Template;
use kernel::{EmailAddress, Locale};
use web::texts::{Texts, texts};

/// What goes to one person, in that person's language.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: EmailAddress,
    /// Of the person; free text that somebody typed.
    pub name: String,
    pub locale: Locale,
    pub subject: String,
    pub paragraphs: Vec<String>,
    pub action: Option<Action>,
}

/// The one link of a letter.
#[derive(Clone, Debug)]
pub struct Action {
    pub label: String,
    pub href: String,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'l> {
    letter: &'l Letter,
    subject: String,
    greeting: String,
    closing: &'static str,
}

impl Letter {
    pub fn texts(&self) -> &'static Texts {
        texts(self.locale)
    }

    /// For the header: one line, whatever was typed into a name.
    pub fn subject_line(&self) -> String {
        one_line(&self.subject)
    }

    pub fn addressee(&self) -> String {
        one_line(&self.name)
    }

    pub fn plain(&self) -> String {
        let mut parts = vec![self.greeting()];
        parts.extend(self.paragraphs.iter().map(|text| one_line(text)));
        parts.extend(self.action.iter().map(|action| format!("{}:\n{}", action.label, action.href)));
        parts.push(self.texts().get("mail-closing").to_owned());
        parts.join("\n\n") + "\n"
    }

    /// # Errors
    /// Only when the template itself is broken.
    pub fn html(&self) -> askama::Result<String> {
        let closing = self.texts().get("mail-closing");
        Html { letter: self, subject: self.subject_line(), greeting: self.greeting(), closing }.render()
    }

    fn greeting(&self) -> String {
        self.texts().with("mail-greeting", &[("name", self.addressee().into())])
    }
}

/// No control character survives, so nothing that was typed begins a header of its own; at most 500 characters.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(500).collect();
    short.truncate(short.trim_end().len());
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(name: &str) -> Letter {
        Letter {
            to: EmailAddress::parse("budi@melati.example").unwrap(),
            name: name.to_owned(),
            locale: Locale::Id,
            subject: format!("Kata sandi baru untuk {name}"),
            paragraphs: vec!["Buka tautan ini.".to_owned()],
            action: Some(Action {
                label: "Buat kata sandi".into(),
                href: "https://melati.example/x?a=1&b=2".into(),
            }),
        }
    }

    #[test]
    fn a_name_with_line_breaks_stays_a_name() {
        let letter = letter("Budi\r\nBcc: semua@warga.example\r\n\r\nHalo");
        assert_eq!(letter.subject_line(), "Kata sandi baru untuk Budi Bcc: semua@warga.example Halo");
        assert!(!letter.addressee().contains(['\r', '\n']));
        assert!(letter.plain().starts_with("Yth. Bapak/Ibu Budi Bcc: semua@warga.example Halo,\n\n"));
    }

    #[test]
    fn html_shows_a_name_as_text_and_both_say_the_same() {
        let letter = letter("<b>Budi</b>");
        let html = letter.html().unwrap();
        assert!(html.contains("&#60;b&#62;Budi"), "{html}");
        assert!(html.contains("href=\"https://melati.example/x?a=1&#38;b=2\""), "{html}");
        assert!(html.contains("lang=\"id\"") && html.contains("Buka tautan ini."));
        assert!(letter.plain().contains("Buat kata sandi:\nhttps://melati.example/x?a=1&b=2\n"));
    }
}
