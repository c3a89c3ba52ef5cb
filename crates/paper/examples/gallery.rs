//! Every document as PDF and picture, in both languages, to look at: `cargo run -p paper --example gallery -- FOLDER`.

use std::path::Path;

use kernel::Locale;
use paper::{self, Document, Press, PressSettings, Step};

#[path = "../src/tests/samples.rs"]
mod samples;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: gallery FOLDER")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let press = Press::start(PressSettings::default())?;
    let letterhead = samples::letterhead();
    for (name, document) in documents() {
        for locale in Locale::ALL {
            let name = format!("{name}-{}", locale.code());
            let pdf = press.pdf(&letterhead, locale, document.clone()).await?;
            std::fs::write(folder.join(format!("{name}.pdf")), &pdf)?;
            let png = press.png(&letterhead, locale, document.clone()).await;
            match png {
                Ok(png) => {
                    println!("{name}: pdf {} bytes, png {} bytes", pdf.len(), png.len());
                    std::fs::write(folder.join(format!("{name}.png")), png)?;
                }
                Err(fault) => println!("{name}: pdf {} bytes, png: {fault}", pdf.len()),
            }
        }
    }
    Ok(())
}

fn documents() -> Vec<(&'static str, Document)> {
    vec![
        ("receipt", samples::receipt().into()),
        ("receipt-large", samples::large_receipt().into()),
        ("invoice", samples::invoice().into()),
        ("statement", samples::statement(9).into()),
        ("statement-long", samples::statement(60).into()),
        ("sp1", samples::warning(Step::First).into()),
        ("sp2", samples::warning(Step::Second).into()),
        ("sp3", samples::warning(Step::Third).into()),
        ("clearance", samples::clearance().into()),
        ("recap", samples::recap().into()),
        ("table", samples::table(20).into()),
    ]
}
