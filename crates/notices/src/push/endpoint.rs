//! Which addresses we write to. A browser says its own address, and so could anybody: only those of the push services of
//! the browsers that exist are believed, so that nobody sends us to a machine behind our own wall.

use url::{Host, Url};

/// An address with a secret in it; real ones have a few hundred characters.
const MOST_CHARS: usize = 1_000;
/// Chrome and its kin, Firefox, Safari, Edge. One that begins with a dot stands for all names below it.
const SERVICES: [&str; 4] =
    ["fcm.googleapis.com", ".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"];

/// The address, if it is one of a push service. `home`: what a test's service stands at.
pub fn parse(typed: &str, home: Option<&str>) -> Option<Url> {
    let url = Url::parse(typed).ok().filter(|_| typed.len() <= MOST_CHARS)?;
    let is_home = home.is_some_and(|home| url.as_str().starts_with(&format!("{home}/")));
    (is_home || is_service(&url)).then_some(url)
}

/// `https` at its usual port and no name or password before the host.
fn is_service(url: &Url) -> bool {
    let Some(Host::Domain(host)) = url.host() else { return false };
    let is_known = SERVICES.iter().any(|known| match known.strip_prefix('.') {
        Some(_) => host.ends_with(known) && host.len() > known.len(),
        None => host == *known,
    });
    is_known
        && url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
}

/// Whom the key is shown to.
pub fn audience(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_services_of_browsers_are_written_to() {
        let known = |typed: &str| parse(typed, None).is_some();
        for right in [
            "https://fcm.googleapis.com/fcm/send/abc",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://web.push.apple.com/abc",
            "https://sg2p.notify.windows.com/w/?token=abc",
            "https://FCM.googleapis.com:443/wp/abc",
        ] {
            assert!(known(right), "{right}");
        }
        for wrong in [
            "http://fcm.googleapis.com/fcm/send/abc",
            "https://fcm.googleapis.com:8443/abc",
            "https://fcm.googleapis.com.evil.example/abc",
            "https://evil.example/fcm.googleapis.com",
            "https://fcm.googleapis.com@evil.example/abc",
            "https://user:word@fcm.googleapis.com/abc",
            "https://notfcm.googleapis.com/abc",
            "https://.push.apple.com/abc",
            "https://127.0.0.1/abc",
            "https://[::1]/abc",
            "https://169.254.169.254/latest/meta-data",
            "https://localhost/abc",
            "file:///etc/passwd",
            "",
        ] {
            assert!(!known(wrong), "{wrong}");
        }
        assert!(!known(&format!("https://fcm.googleapis.com/{}", "a".repeat(1_000))));
        assert!(parse("http://127.0.0.1:4000/abc", Some("http://127.0.0.1:4000")).is_some());
        assert!(parse("http://127.0.0.1:40001/abc", Some("http://127.0.0.1:4000")).is_none());
    }

    #[test]
    fn a_service_learns_of_itself_only() {
        let url = parse("https://web.push.apple.com/secret", None).unwrap();
        assert_eq!(audience(&url), "https://web.push.apple.com");
    }
}
