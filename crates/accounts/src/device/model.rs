//! What a browser calls itself, in words.

/// Browser and system as people name them; empty when the text gives nothing away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    pub browser: &'static str,
    pub system: &'static str,
    pub is_phone: bool,
}

/// The first match wins: Edge calls itself Chrome too, and Chrome calls itself Safari.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str, Kind); 7] = [
    ("Android", "Android", Kind::Phone),
    ("iPhone", "iPhone", Kind::Phone),
    ("iPad", "iPad", Kind::Phone),
    ("Windows", "Windows", Kind::Desk),
    ("Macintosh", "Mac", Kind::Desk),
    ("CrOS", "ChromeOS", Kind::Desk),
    ("Linux", "Linux", Kind::Desk),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Phone,
    Desk,
}

impl Device {
    pub fn of(agent: &str) -> Self {
        let browser = BROWSERS.iter().find(|(mark, _)| agent.contains(mark));
        let system = SYSTEMS.iter().find(|(mark, _, _)| agent.contains(mark));
        Self {
            browser: browser.map_or("", |(_, name)| name),
            system: system.map_or("", |(_, name, _)| name),
            is_phone: system.is_some_and(|(_, _, kind)| *kind == Kind::Phone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_recognise_their_own_devices() {
        let phone = "Mozilla/5.0 (Linux; Android 12; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 \
                     Mobile Safari/537.36";
        assert_eq!(Device::of(phone), Device { browser: "Chrome", system: "Android", is_phone: true });
        let desk = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(Device::of(desk), Device { browser: "Edge", system: "Windows", is_phone: false });
        assert_eq!(Device::of("curl/8"), Device::default());
    }
}
