//! What the management of the sample has told its houses: a water cut that two of three have read, a rule that asks for an
//! acknowledgement, a question with votes, and a draft. Under a clock that stands where each was sent.

use announcements::{
    Audience, Draft, Question,
    sample::{self, Did},
};
use chrono::TimeDelta;
use jobs::{Job, JobFault, Tools};
use kernel::{Clock, Instant, Locale, Zone, format};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tenancy::JobScope;

use super::year::named;

/// Everything that was told, once.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct TellNews {}

impl Job for TellNews {
    const NAME: &'static str = "demo.tell_news";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let now = scope.now();
        for (name, age, draft) in [
            ("aturan", TimeDelta::days(9), rules(now)),
            ("portal", TimeDelta::days(4), gate(now)),
            ("air", TimeDelta::hours(19), water(now)),
        ] {
            tell(&scope, name, now - age, &draft).await?;
        }
        let mut tx = scope.begin().await?;
        sample::write(&mut tx, named("pengumuman kerja bakti"), &cleaning(now)).await?;
        Ok(tx.commit().await?)
    }
}

/// Sent at an hour of the past, and read in the hours after it.
async fn tell(scope: &JobScope, name: &str, sent_at: Instant, draft: &Draft) -> Result<(), JobFault> {
    let id = named(&format!("pengumuman {name}"));
    let then = at(scope, sent_at);
    let mut tx = then.begin().await?;
    sample::publish(&mut tx, id, draft).await?;
    tx.commit().await?;
    let afterwards = at(scope, sent_at + TimeDelta::hours(6));
    let mut tx = afterwards.begin().await?;
    sample::live(&mut tx, id, |code| did(name, code)).await?;
    Ok(tx.commit().await?)
}

fn at(scope: &JobScope, instant: Instant) -> JobScope {
    scope.at_clock(Clock::from_fn(move || instant))
}

/// Always the same for a house. Budi's house has something left to read, to acknowledge and to vote on.
fn did(name: &str, code: &str) -> Did {
    let share = Sha256::digest(format!("{name} {code}").as_bytes())[0] % 100;
    match (name, share) {
        _ if code == "A-12" => Did::Nothing,
        ("air", 0..66) => Did::Read,
        ("aturan", 0..58) => Did::Acknowledged,
        ("aturan", 58..84) => Did::Read,
        ("portal", 0..37) => Did::Voted(1),
        ("portal", 37..57) => Did::Voted(2),
        ("portal", 57..72) => Did::Read,
        _ => Did::Nothing,
    }
}

fn draft(title: &str, body: String) -> Draft {
    Draft {
        title: title.to_owned(),
        body,
        audience: Audience::default(),
        is_emergency: false,
        is_pinned: false,
        wants_acknowledgement: false,
        has_comments: false,
        send_at: None,
        ends_at: None,
        question: None,
    }
}

fn water(now: Instant) -> Draft {
    let day = format::long_date(Zone::Wib.date(now + TimeDelta::days(1)), Locale::Id);
    let body = format!(
        "PDAM memperbaiki pipa induk di depan gerbang. Air mati **{day}, pukul 08.00–12.00 WIB**.\n\n\
         - Tampung air malam sebelumnya\n- Matikan pompa agar tidak terbakar\n- Sesudahnya air bisa keruh beberapa menit"
    );
    Draft { is_pinned: true, ends_at: Some(now + TimeDelta::days(2)), ..draft("Air mati besok pagi", body) }
}

fn rules(now: Instant) -> Draft {
    let body = "Mulai bulan depan renovasi hanya boleh **Senin–Sabtu, 08.00–17.00**. Material tidak ditaruh di jalan \
                lebih dari dua hari.\n\nTekan *Saya mengerti* bila sudah dibaca."
        .to_owned();
    let ends_at = Some(now + TimeDelta::days(20));
    Draft {
        wants_acknowledgement: true,
        has_comments: true,
        ends_at,
        ..draft("Aturan jam kerja renovasi", body)
    }
}

fn gate(now: Instant) -> Draft {
    let body =
        "Satpam mengusulkan portal samping ditutup pukul 22.00–05.00. Gerbang utama tetap dibuka 24 jam."
            .to_owned();
    let question = Question {
        text: "Portal samping ditutup malam hari?".to_owned(),
        options: vec!["Setuju".to_owned(), "Tidak setuju".to_owned()],
        closes_at: Some(now + TimeDelta::days(5)),
        quorum_percent: Some(50),
    };
    let ends_at = Some(now + TimeDelta::days(7));
    Draft { question: Some(question), ends_at, ..draft("Suara warga: portal samping", body) }
}

fn cleaning(now: Instant) -> Draft {
    let day = format::long_date(Zone::Wib.date(now + TimeDelta::days(6)), Locale::Id);
    let body = format!(
        "Kumpul di balai warga {day} pukul 07.00 WIB. Bawa sapu dan sarung tangan. Sarapan disediakan."
    );
    draft("Kerja bakti membersihkan saluran", body)
}
