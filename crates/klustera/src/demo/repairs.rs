//! What the residents of the sample complain about: a lamp that was mended, water that closes by itself tomorrow, a hole that
//! waits for asphalt, a gate that is late, two that nobody has looked at, and water that is low everywhere, an incident. Under
//! a clock that stands where each happened.

use care::{
    Move,
    sample::{self, At, Category},
};
use chrono::TimeDelta;
use jobs::{Job, JobFault, Tools};
use kernel::{AccountId, Clock, Zone};
use serde::{Deserialize, Serialize};
use tenancy::JobScope;
use uuid::Uuid;

/// Everything that was reported, once. One that was interrupted goes on with the next complaint.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct FileComplaints {}

impl Job for FileComplaints {
    const NAME: &'static str = "demo.file_complaints";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let people = People::of(&scope).await?;
        let Some(people) = people else { return Ok(()) };
        let mut tx = scope.begin().await?;
        let told = usize::try_from(sample::count(&mut tx).await?).unwrap_or(usize::MAX);
        tx.commit().await?;
        for story in STORIES.iter().skip(told) {
            story.live(&scope, &people).await?;
        }
        let then = ago(&scope, TimeDelta::hours(3));
        let mut tx = then.begin().await?;
        let words = "Pompa utama diperbaiki. Tangki bersama dibuka untuk dipakai.";
        sample::open_incident(&mut tx, Zone::Wib, Category::Water, "Air kecil di semua rumah", words)
            .await
            .map_err(broken)?;
        Ok(tx.commit().await?)
    }
}

/// Who reports: three houses whose people sign in.
struct People([AccountId; 3]);

impl People {
    async fn of(scope: &JobScope) -> Result<Option<Self>, JobFault> {
        let mut tx = scope.begin().await?;
        let today = Zone::Wib.date(scope.now());
        let mut found = Vec::new();
        for house in ["A-12", "A-03", "B-07", "MP-05", "MM-02"] {
            found.extend(sample::account_of(&mut tx, house, today).await?);
        }
        let Some(first) = found.first().copied() else { return Ok(None) };
        let nth = |n: usize| found.get(n).copied().unwrap_or(first);
        Ok(Some(Self([first, nth(1), nth(2)])))
    }
}

/// One complaint: who, when, about what, and what became of it so many hours after it was reported.
struct Story {
    who: usize,
    hours_ago: i64,
    category: Category,
    /// Of the commons; none: the house of whoever reports.
    place: &'static str,
    words: &'static str,
    then: &'static [(i64, Step)],
}

enum Step {
    Go(Move, &'static str),
    Answer(&'static str),
    Stars(i16, &'static str),
    Support(usize),
}

const STORIES: [Story; 7] = [
    Story {
        who: 0,
        hours_ago: 20 * 24,
        category: Category::Electricity,
        place: "Depan pos satpam",
        words: "Lampu jalan padam sejak semalam, gelap sekali.",
        then: &[
            (2, Step::Go(Move::Assign, "Pak Eko")),
            (3, Step::Answer("Teknisi datang sore ini.")),
            (26, Step::Go(Move::Solve, "")),
            (29, Step::Go(Move::Confirm, "")),
            (29, Step::Stars(5, "Cepat, terima kasih.")),
        ],
    },
    Story {
        who: 2,
        hours_ago: 12 * 24,
        category: Category::Other,
        place: "Jalan Melati 5",
        words: "Mobil tamu sering parkir di tikungan.",
        then: &[(5, Step::Go(Move::Reject, "Sudah disampaikan ke ketua RT."))],
    },
    Story {
        who: 0,
        hours_ago: 9 * 24,
        category: Category::Water,
        place: "",
        words: "Tekanan air kecil setiap pagi.",
        then: &[
            (3, Step::Go(Move::Assign, "CV Tirta")),
            (26, Step::Go(Move::Start, "")),
            (3 * 24 - 1, Step::Go(Move::Solve, "Katup diganti.")),
        ],
    },
    Story {
        who: 1,
        hours_ago: 6 * 24,
        category: Category::Road,
        place: "Tikungan Jalan Melati 3",
        words: "Lubang dalam, motor hampir jatuh.",
        then: &[
            (4, Step::Support(0)),
            (20, Step::Go(Move::Assign, "Pak Eko")),
            (30, Step::Go(Move::Wait, "Aspal datang minggu depan")),
        ],
    },
    Story {
        who: 2,
        hours_ago: 4 * 24,
        category: Category::Security,
        place: "Gerbang belakang",
        words: "Portal tidak menutup otomatis, orang luar masuk.",
        then: &[(2, Step::Support(0)), (3, Step::Go(Move::Assign, "Pak Sudarto"))],
    },
    Story {
        who: 1,
        hours_ago: 26,
        category: Category::Rubbish,
        place: "TPS blok B",
        words: "Sampah menumpuk, dua hari belum diangkut.",
        then: &[],
    },
    Story {
        who: 0,
        hours_ago: 4,
        category: Category::Building,
        place: "",
        words: "Talang teras bocor bila hujan deras.",
        then: &[],
    },
];

impl Story {
    async fn live(&self, scope: &JobScope, people: &People) -> Result<(), JobFault> {
        let reported = TimeDelta::hours(self.hours_ago);
        let id = self.report(&ago(scope, reported), people.0[self.who]).await?;
        for (hours, step) in self.then {
            step.take(&ago(scope, reported - TimeDelta::hours(*hours)), id, people).await?;
        }
        Ok(())
    }

    async fn report(&self, then: &JobScope, who: AccountId) -> Result<Uuid, JobFault> {
        let mut tx = then.begin().await?;
        let at = if self.place.is_empty() { At::HouseOf(who) } else { At::Commons(self.place) };
        let id =
            sample::report(&mut tx, Zone::Wib, who, self.category, at, self.words).await.map_err(broken)?;
        tx.commit().await?;
        Ok(id)
    }
}

impl Step {
    async fn take(&self, then: &JobScope, id: Uuid, people: &People) -> Result<(), JobFault> {
        let mut tx = then.begin().await?;
        match *self {
            Self::Go(step, words) => {
                sample::go(&mut tx, Zone::Wib, id, step, words).await.map_err(broken)?;
            }
            Self::Answer(words) => sample::answer(&mut tx, id, words).await.map_err(broken)?,
            Self::Stars(stars, words) => sample::rate(&mut tx, id, stars, words).await.map_err(broken)?,
            Self::Support(who) => sample::support(&mut tx, id, people.0[who]).await?,
        }
        Ok(tx.commit().await?)
    }
}

fn ago(scope: &JobScope, age: TimeDelta) -> JobScope {
    let at = scope.now() - age;
    scope.at_clock(Clock::from_fn(move || at))
}

fn broken(error: web::Error) -> JobFault {
    JobFault::because(format!("{error:?}"))
}
