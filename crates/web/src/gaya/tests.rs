use kernel::Locale;

use super::*;
use crate::{
    icons,
    shell::{ShellKind, Theme},
};

fn drawn(locale: Locale, theme: Theme) -> String {
    let mut shell = Shell::new(locale, ShellKind::Public, "Gaya");
    shell.theme = theme;
    Gaya::new(shell).render().unwrap()
}

#[test]
fn the_style_page_is_drawn_in_both_languages_and_every_theme() {
    for locale in Locale::ALL {
        for theme in [Theme::Device, Theme::Light, Theme::Dark] {
            let page = drawn(locale, theme);
            assert!(page.contains(&format!(r#"<html lang="{}""#, locale.code())));
            let dark = format!(r#"<html lang="{}" data-tema="gelap">"#, locale.code());
            assert_eq!(page.contains(&dark), theme == Theme::Dark);
        }
    }
}

#[test]
fn no_component_needs_what_the_content_policy_refuses() {
    let page = drawn(Locale::Id, Theme::Device);
    for forbidden in [" style=", "<style", " onclick=", "hx-on", "javascript:", "<script>"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn every_icon_a_template_asks_for_exists() {
    let page = drawn(Locale::Id, Theme::Device);
    let asked: Vec<&str> =
        page.split("ikon.svg#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(asked.len() > 60, "{}", asked.len());
    assert!(asked.iter().all(|name| icons::NAMES.contains(name)));
    assert!(!page.contains(r#"<use href="""#), "an icon has no drawing");
}

#[test]
fn every_id_is_there_once() {
    let page = drawn(Locale::Id, Theme::Device);
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(all, ids.len());
}
