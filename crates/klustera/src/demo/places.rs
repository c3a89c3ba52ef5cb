//! The facilities of a sample complex: a court by the hour, a hall that the management approves, a gym for eight at a time.

use facilities::{Draft, Hours, Limits, SampleTerms, Week, add_sample, set_sample_terms};
use tenancy::{Result, TenantTx};

/// What the hall costs.
const HALL: SampleTerms = SampleTerms {
    price: 300_000,
    deposit: 500_000,
    no_show_fee: 100_000,
    tiers: &[(72, 100), (24, 50)],
    most_late: None,
};

pub async fn furnish(tx: &mut TenantTx) -> Result<()> {
    add_sample(tx, &court()).await?;
    add_sample(tx, &gym()).await?;
    let hall = add_sample(tx, &hall()).await?;
    set_sample_terms(tx, hall, &HALL).await
}

fn court() -> Draft {
    Draft {
        name: "Lapangan badminton".to_owned(),
        description: "Satu lapangan dalam ruangan di belakang balai warga. Net tersedia di pos satpam."
            .to_owned(),
        rules: "Sepatu olahraga bersol karet. Lampu dimatikan setelah selesai.".to_owned(),
        places: 1,
        slot_minutes: 60,
        pause_minutes: 0,
        notice_hours: 1,
        ahead_days: 14,
        week: every_day(6, 22),
        needs_approval: false,
        limits: Limits {
            open: Some(2),
            weekly: Some(3),
            // After work, when everybody plays.
            prime: Some((Hours { opens: 17 * 60, closes: 20 * 60 }, 2)),
            ..Limits::default()
        },
        is_open: true,
    }
}

fn hall() -> Draft {
    Draft {
        name: "Balai warga".to_owned(),
        description: "Aula untuk 120 orang dengan pengeras suara, kursi lipat, dan dapur kecil.".to_owned(),
        rules: "Suara selesai pukul 22.00. Kursi dan sampah dirapikan oleh pemakai.".to_owned(),
        slot_minutes: 240,
        pause_minutes: 60,
        notice_hours: 48,
        ahead_days: 60,
        week: every_day(8, 22),
        needs_approval: true,
        limits: Limits { open: Some(1), monthly: Some(2), ..Limits::default() },
        ..court()
    }
}

fn gym() -> Draft {
    Draft {
        name: "Ruang kebugaran".to_owned(),
        description: "Delapan orang bersamaan. Handuk dibawa sendiri.".to_owned(),
        rules: "Alat dilap setelah dipakai. Anak di bawah 14 tahun didampingi.".to_owned(),
        places: 8,
        ..court()
    }
}

fn every_day(opens: i16, closes: i16) -> Week {
    Week::every_day(&[Hours { opens: opens * 60, closes: closes * 60 }])
}
