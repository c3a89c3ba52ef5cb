//! How fast: receipts as one print and as files of their own. `cargo run --release -p paper --example receipts -- 10000`.

use std::time::Instant;

use futures_util::StreamExt as _;
use kernel::Locale;
use paper::{self, Document, Press, PressSettings};

#[path = "../src/tests/samples.rs"]
#[expect(dead_code, reason = "the samples of the other documents")]
mod samples;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: usize = std::env::args().nth(1).map_or(Ok(1_000), |text| text.parse())?;
    let press = Press::start(PressSettings::default())?;
    let letterhead = samples::letterhead();
    press.pdf(&letterhead, Locale::Id, receipt(0)).await?;

    let (begun, mut bytes) = (Instant::now(), 0);
    let mut parts = std::pin::pin!(press.prints(&letterhead, Locale::Id, (0..count).map(receipt)));
    while let Some(part) = parts.next().await {
        bytes += part?.len();
    }
    report("prints of 150", count, begun, bytes);

    let (begun, mut bytes) = (Instant::now(), 0);
    let mut files = std::pin::pin!(press.pdfs(&letterhead, Locale::Id, (0..count).map(receipt)));
    while let Some(file) = files.next().await {
        bytes += file?.len();
    }
    report("files of their own", count, begun, bytes);

    let (begun, mut bytes) = (Instant::now(), 0);
    for number in 0..20 {
        bytes += press.png(&letterhead, Locale::Id, receipt(number)).await?.len();
    }
    report("pictures, one after the other", 20, begun, bytes);
    Ok(())
}

fn receipt(number: usize) -> Document {
    let mut receipt = samples::receipt();
    receipt.number = format!("KW-2026-11-{number:05}");
    receipt.payer = format!("Warga nomor {number}");
    receipt.link = Some(format!("https://klustera.example/t/k7Hq2mZx9vRt4Lp{number:05}"));
    receipt.into()
}

fn report(what: &str, count: usize, begun: Instant, bytes: usize) {
    let seconds = begun.elapsed().as_secs_f64();
    let each = seconds * 1_000.0 / count as f64;
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
    println!(
        "{what}: {count} in {seconds:.2} s, {each:.2} ms each, {} kB each, {peak}",
        bytes / count / 1_024
    );
}
