//! `klustera import`: the same import as on the page, from the command line.
//!
//! Exit code 0: everything is in. 1: rows were left out (or something failed). 2: the file or the complex cannot be used.

use std::{fs, io::Read as _, path::Path, process::ExitCode};

use anyhow::Context as _;
use homes::import::{
    Report,
    command::{self, CommandFault, File, Mode, speaks},
    record::Written,
    say_refusal,
};
use kernel::Locale;
use spreadsheet::{Limits, Refusal};

use crate::{cli, serve::House};

pub async fn import(place: &cli::Place, options: cli::Import) -> anyhow::Result<ExitCode> {
    // Read first: a file that is not there is said before a database starts.
    let content = match read(&options.file)? {
        Ok(content) => content,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let house = House::open(place, None).await?;
    let done = import_into(&house, &options, content).await;
    house.close().await;
    done
}

async fn import_into(house: &House, options: &cli::Import, content: Vec<u8>) -> anyhow::Result<ExitCode> {
    let Some((complex, zone)) = command::complex_called(&house.store, &options.complex).await? else {
        eprintln!(
            "{}",
            match speaks() {
                Locale::Id => format!(
                    "Tidak ada kompleks bernama “{}”. Nama pendeknya ada di alamat: /k/nama/…",
                    options.complex
                ),
                Locale::En => format!(
                    "There is no complex called “{}”. Its short name stands in its address: /k/name/…",
                    options.complex
                ),
            }
        );
        return Ok(ExitCode::from(2));
    };
    let name = options.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mode = if options.dry_run { Mode::DryRun } else { Mode::Write };
    match command::import(&house.store, File { name, content, complex, zone }, mode).await {
        Ok((report, written)) => {
            if options.json {
                println!("{}", serde_json::to_string_pretty(&report)?);
            } else {
                print(&report, written.as_ref(), mode);
            }
            Ok(code(&report))
        }
        Err(CommandFault::Refused(refusal)) => Ok(refused(&refusal)),
        Err(fault) => Err(fault.into()),
    }
}

/// A text without any row of homes can be read and is still no list of homes.
fn code(report: &Report) -> ExitCode {
    let counts = report.counts;
    if counts.total() == counts.skipped {
        eprintln!("{}", web::texts::texts(speaks()).get("import-no-table"));
        return ExitCode::from(2);
    }
    if counts.faulty > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// No more than a spreadsheet may have: a file of 2 GB costs nothing.
fn read(path: &Path) -> anyhow::Result<Result<Vec<u8>, Refusal>> {
    let limit = Limits::default().file_bytes;
    let mut content = Vec::new();
    let file = fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let bytes = file.metadata().map_or(0, |about| about.len());
    if bytes > limit {
        return Ok(Err(Refusal::FileTooLarge { bytes, limit }));
    }
    file.take(limit + 1)
        .read_to_end(&mut content)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Ok(content))
}

fn refused(refusal: &Refusal) -> ExitCode {
    eprintln!("{}", say_refusal(refusal, speaks()));
    ExitCode::from(2)
}

fn print(report: &Report, written: Option<&Written>, mode: Mode) {
    let indonesian = speaks() == Locale::Id;
    let pick = |id: &'static str, en: &'static str| if indonesian { id } else { en };
    let counts = report.counts;
    for (label, count) in [
        (pick("Baru", "New"), counts.new),
        (pick("Berubah", "Changed"), counts.changed),
        (pick("Sama", "Unchanged"), counts.unchanged),
        (pick("Perlu diperbaiki", "To repair"), counts.faulty),
        (
            pick("Dilewati (judul, jumlah, baris kosong)", "Skipped (titles, totals, blank rows)"),
            counts.skipped,
        ),
    ] {
        println!("{count:>7}  {label}");
    }
    for fault in &report.faults {
        let sheet = if fault.sheet.is_empty() { String::new() } else { format!("{}, ", fault.sheet) };
        println!("{sheet}{} {}, {}: {}", pick("baris", "row"), fault.row, fault.column, fault.reason);
    }
    match (mode, written) {
        (Mode::DryRun, _) => println!("{}", pick("Belum ada yang ditulis.", "Nothing was written.")),
        (Mode::Write, None) => {
            println!("{}", pick("Tidak ada yang perlu ditulis.", "Nothing had to be written."))
        }
        (Mode::Write, Some(written)) => println!(
            "{}: {} unit, {} {}, {} {}. {}",
            pick("Ditulis", "Written"),
            written.units,
            written.people,
            pick("orang", "people"),
            written.occupancies,
            pick("hunian", "occupancies"),
            pick(
                "Bisa dibatalkan di halaman Impor selama 24 jam.",
                "Can be taken back on the Import page for 24 hours."
            ),
        ),
    }
}
