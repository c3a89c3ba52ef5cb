use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use axum::extract::ConnectInfo;
use http::{Request, request::Parts};

use super::{
    TrustedProxies,
    window::{MOST_CALLERS, Windows},
};

const NOON: i64 = 1_795_320_000_000;

#[test]
fn an_app_is_let_through_a_hundred_times_in_any_minute_and_not_once_more() {
    let windows = Windows::default();
    // One early request, then 99 just before the minute is over: a stroke of the clock would forgive them all.
    let mut let_through: Vec<i64> = Vec::new();
    for at in [NOON].into_iter().chain(NOON + 59_000..NOON + 61_500) {
        if windows.take(&"budi", 100, at).is_ok() {
            let_through.push(at);
        }
    }
    assert_eq!(let_through.len(), 101, "the first one's place is free again after its minute");
    for from in &let_through {
        let in_a_minute = let_through.iter().filter(|at| (*from..from + 60_000).contains(*at)).count();
        assert!(in_a_minute <= 100, "{in_a_minute} requests in the minute from {from}");
    }
}

#[test]
fn sixty_four_callers_at_once_get_a_hundred_answers_together() {
    let windows = Windows::default();
    let through = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                for step in 0..50 {
                    if windows.take(&"budi", 100, NOON + step).is_ok() {
                        through.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert_eq!(through.into_inner(), 100);
}

#[test]
fn a_caller_is_told_what_is_left_and_how_long_to_wait() {
    let windows = Windows::default();
    let first = windows.take(&"budi", 2, NOON).unwrap();
    assert_eq!((first.left, first.renews_in_seconds), (1, 60));
    assert_eq!(windows.take(&"budi", 2, NOON + 30_000).unwrap().left, 0);
    let refused = windows.take(&"budi", 2, NOON + 45_500).unwrap_err();
    assert_eq!(refused.wait_seconds(), 15);
    assert!(windows.take(&"rina", 2, NOON + 45_500).is_ok(), "somebody else is not held up");
    assert!(windows.take(&"budi", 2, NOON + 60_000).is_ok());
}

#[test]
fn a_million_addresses_do_not_fill_the_memory() {
    let windows = Windows::default();
    for number in 0..1_000_000_i64 {
        let _ = windows.take(&number, 100, NOON + number / 1_000);
    }
    assert!(windows.callers() <= MOST_CALLERS, "{} callers are remembered", windows.callers());
    assert!(windows.callers() > MOST_CALLERS / 4);
    // Whoever was here last is still counted.
    assert_eq!(windows.take(&999_999, 2, NOON + 1_000).unwrap().left, 0);
}

#[test]
fn a_made_up_token_leaves_no_trace_behind() {
    let windows = Windows::default();
    windows.take(&"made up", 100, NOON).unwrap();
    windows.give_back(&"made up");
    assert_eq!(windows.callers(), 0);
}

fn asked(peer: &str, forwarded: &[&str]) -> Parts {
    let mut request = Request::builder().uri("/");
    for line in forwarded {
        request = request.header("x-forwarded-for", *line);
    }
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    parts.extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    parts
}

#[test]
fn a_claim_in_x_forwarded_for_counts_only_from_a_trusted_proxy() {
    let nobody = TrustedProxies::default();
    let proxies: TrustedProxies = "127.0.0.1, 10.0.0.0/8 fd00::/8".parse().unwrap();
    let seen = |by: &TrustedProxies, peer: &str, lines: &[&str]| by.client(&asked(peer, lines)).to_string();

    assert_eq!(seen(&nobody, "203.0.113.9:4000", &["1.2.3.4"]), "203.0.113.9");
    assert_eq!(seen(&proxies, "203.0.113.9:4000", &["1.2.3.4"]), "203.0.113.9");
    assert_eq!(seen(&proxies, "127.0.0.1:4000", &["1.2.3.4"]), "1.2.3.4");
    // What the client itself wrote stands left of what the first proxy saw.
    assert_eq!(seen(&proxies, "127.0.0.1:4000", &["6.6.6.6, 203.0.113.9, 10.1.2.3"]), "203.0.113.9");
    assert_eq!(seen(&proxies, "127.0.0.1:4000", &["6.6.6.6", "203.0.113.9:77"]), "203.0.113.9");
    assert_eq!(seen(&proxies, "127.0.0.1:4000", &["nonsense"]), "127.0.0.1");
    assert_eq!(seen(&proxies, "127.0.0.1:4000", &[]), "127.0.0.1");
    assert_eq!(seen(&proxies, "[::ffff:10.9.9.9]:4000", &["[2001:db8::7]:443"]), "2001:db8::7");
}

#[test]
fn a_household_with_a_trillion_addresses_is_one_caller() {
    let from = |peer: &str| TrustedProxies::default().client(&asked(peer, &[])).network();
    assert_eq!(from("[2001:db8:1:2::1]:1"), from("[2001:db8:1:2:ffff::9]:1"));
    assert_ne!(from("[2001:db8:1:2::1]:1"), from("[2001:db8:1:3::1]:1"));
}

#[test]
fn a_proxy_that_is_no_address_is_said_at_start() {
    let said = |text: &str| text.parse::<TrustedProxies>().unwrap_err().to_string();
    assert_eq!(said("10.0.0.0/33"), "'10.0.0.0/33' is neither an address nor a network such as 10.0.0.0/8");
    assert!("melati.example".parse::<TrustedProxies>().is_err());
    assert_eq!("".parse::<TrustedProxies>(), Ok(TrustedProxies::default()));
}
