//! A year of Griya Melati, played through its pages and its API, and beside it a bookkeeper's sheet that knows nothing of
//! them. At the end of every month each figure on the dashboard, in the arrears, in every house's statement, in the cash
//! report and in the trial balance is that of the sheet.
//!
//! 2027: the environment fee rises in April, a tenant moves into A-05 on 11 June, A-03's water meter is replaced in
//! August, fees are forgiven in November.

mod check;
mod doors;
mod sheet;

use serde_json::json;
use tenancy::Role;

pub use doors::Doors;
use sheet::{HOUSES, Sheet, Till, day, drunk, last_of, month_of};

#[tokio::test]
async fn a_year_of_dues_ends_each_month_as_the_bookkeeper_has_it() {
    let mut year = Year { doors: Doors::open().await, sheet: Sheet::default(), counted: [100; 12] };
    year.doors.turn_to(day(1, 1));
    year.settle_in().await;
    let mut cash_before = 0;
    for month in 1..=12 {
        year.begin(month).await;
        year.early_payments(month).await;
        year.middle(month).await;
        year.late_payments(month).await;
        if month == 5 {
            year.tenant_moves_in().await;
        }
        year.doors.turn_to(last_of(month));
        check::all(&year.doors, &year.sheet, month, cash_before).await;
        cash_before = ["cash", "bank"].iter().filter_map(|it| year.sheet.accounts.get(it)).sum();
    }
    assert!(year.sheet.accounts["relief"] > 0 && year.sheet.credit["A-03"] >= 0);
}

struct Year {
    doors: Doors,
    sheet: Sheet,
    /// What each house's meter shows.
    counted: [i64; 12],
}

impl Year {
    async fn settle_in(&mut self) {
        let doors = &mut self.doors;
        for house in &HOUSES {
            let unit = json!({ "code": house.code, "type": "36/72", "land_m2": house.land.to_string(), "status": house.status });
            doors.post(Role::Manager, "units", unit).await;
            let path = format!("units/{}/occupancies", house.code);
            let is_rented = house.status == "rented";
            let owner = json!({ "kind": "owner", "name": format!("Pemilik {}", house.code), "from": "2020-01-01", "payer": !is_rented });
            doors.post(Role::Manager, &path, owner).await;
            if is_rented {
                let tenant =
                    json!({ "kind": "tenant", "name": "Bayu Saputra", "from": "2025-03-01", "payer": true });
                doors.post(Role::Manager, &path, tenant).await;
            }
            if house.well {
                let meter =
                    json!({ "unit": house.code, "initial_value": "100", "installed_on": "2026-12-01" });
                doors.post(Role::Manager, "meters", meter).await;
            }
        }
        self.decide().await;
    }

    /// Due on the tenth, four charges, and what being late costs.
    async fn decide(&mut self) {
        let doors = &mut self.doors;
        let setting = json!({ "due_day": 10, "due_month": "same", "settle_first": "principal" });
        doors.patch(Role::Manager, "dues-settings", setting).await;
        let funds = doors.get("ledger/funds").await;
        let fund = |code: &str| {
            let items = funds["items"].as_array().unwrap();
            items.iter().find(|fund| fund["code"] == code).unwrap()["id"].clone()
        };
        let charges = [
            ("IPL", "UMUM", None, json!({ "kind": "flat", "amount": 150_000 })),
            ("JAGA", "KEAMANAN", None, json!({ "kind": "per_m2", "of": "land", "rate": "1250.5" })),
            (
                "SAMPAH",
                "KEBERSIHAN",
                None,
                json!({ "kind": "by_occupancy", "lived_in": 25_000, "rented": 30_000, "empty": 10_000, "plot": 5_000 }),
            ),
            (
                "AIR",
                "UMUM",
                Some("water"),
                json!({ "kind": "metered", "fixed": 10_000, "blocks": [{ "above": "0", "rate": "3000" }, { "above": "10", "rate": "5000" }] }),
            ),
        ];
        for (code, pot, utility, rule) in charges {
            let charge = json!({ "code": code, "name": format!("Iuran {code}"), "cadence": "monthly", "first_month": "2027-01",
                "fund": fund(pot), "liable": "occupant", "utility": utility });
            let charge = doors.post(Role::Manager, "charge-types", charge).await;
            let path = format!("charge-types/{}/tariffs", charge["id"].as_str().unwrap());
            // January's bill is for the water of December.
            let from = if utility.is_some() { "2026-12-01" } else { "2027-01-01" };
            let tariff = json!({ "from": from, "rule": rule, "decision": "Musyawarah 2026" });
            doors.post(Role::Manager, &path, tariff).await;
            if code == "IPL" {
                let risen = json!({ "from": "2027-04-01", "rule": { "kind": "flat", "amount": 165_000 }, "decision": "Musyawarah 2027" });
                doors.post(Role::Manager, &path, risen).await;
            }
        }
        let rule = json!({ "grace_days": 7, "charge": { "kind": "fixed", "amount": sheet::FEE, "repeats": "once" } });
        let rule = json!({ "from": "2027-01-01", "decision": "Musyawarah 2026", "rule": rule });
        doors.post(Role::Manager, "penalty-rules", rule).await;
    }

    /// The first of the month: meters are read for the month that ended, and the new one is billed.
    async fn begin(&mut self, month: u32) {
        self.doors.turn_to(day(month, 1));
        for (at, house) in HOUSES.iter().enumerate().filter(|(_, house)| house.well) {
            let past = month - 1;
            // From 15 August on A-03 has a new meter, of which five m³ are August's.
            self.counted[at] = match (house.code, past) {
                ("A-03", 8) => 5,
                _ => self.counted[at] + drunk(at, past),
            };
            let (period, on) = match past {
                0 => ("2026-12".to_owned(), "2026-12-31".to_owned()),
                _ => (format!("2027-{past:02}"), last_of(past).to_string()),
            };
            let reading = json!({ "unit": house.code, "period": period, "read_on": on, "value": self.counted[at].to_string(),
                "confirmed": true });
            self.doors.post(Role::Manager, "meter-readings", reading).await;
        }
        let run = self.doors.bill(month).await;
        let mut total = 0;
        for (at, house) in HOUSES.iter().enumerate() {
            for amount in month_of(at, month) {
                self.sheet.issue(house.code, month, day(month, 1), amount);
                total += amount;
            }
        }
        assert_eq!(run["amount"].as_i64(), Some(total), "run of month {month}: {run}");
        assert!(!run["finished_at"].is_null(), "{run}");
    }

    async fn pay(&mut self, till: Till, unit: &'static str, amount: i64, on: (u32, u32)) {
        if amount > 0 {
            match till {
                // Every second house by the form, the others by the API.
                Till::Cash if unit.ends_with(['1', '3', '5']) => {
                    self.doors.take_cash(unit, amount).await;
                }
                Till::Cash => {
                    self.doors.pay("cash", &[(unit, amount)], None).await;
                }
                Till::Bank => {
                    self.doors.pay("transfer", &[(unit, amount)], None).await;
                }
            }
            self.sheet.pay(unit, till, day(on.0, on.1), amount);
        }
    }

    async fn early_payments(&mut self, month: u32) {
        if month == 5 {
            self.void_and_reissue().await;
        }
        self.doors.turn_to(day(month, 5));
        let on = (month, 5);
        self.pay(Till::Cash, "A-01", self.sheet.open("A-01"), on).await;
        if month != 8 {
            self.pay(Till::Bank, "A-02", self.sheet.open("A-02"), on).await;
        }
        let ahead = if month == 1 { 1_000_000 } else { self.sheet.open("A-03") };
        self.pay(Till::Bank, "A-03", ahead, on).await;
        self.pay(Till::Cash, "A-04", 100_000, on).await;
        self.two_houses_at_once(month).await;
        if month.is_multiple_of(3) {
            self.pay(Till::Cash, "B-03", self.sheet.open("B-03"), on).await;
        }
        self.pay(Till::Cash, "B-05", self.sheet.open("B-05"), on).await;
        if month == 2 {
            self.cheque_bounces().await;
        } else {
            self.pay(Till::Cash, "B-04", self.sheet.open("B-04"), on).await;
        }
    }

    /// A-06 and B-01 belong to one family: one transfer.
    async fn two_houses_at_once(&mut self, month: u32) {
        let (own, let_out) = (self.sheet.open("A-06"), self.sheet.open("B-01"));
        self.doors.pay("transfer", &[("A-06", own), ("B-01", let_out)], None).await;
        self.sheet.pay("A-06", Till::Bank, day(month, 5), own);
        self.sheet.pay("B-01", Till::Bank, day(month, 5), let_out);
    }

    async fn cheque_bounces(&mut self) {
        let open = self.sheet.open("B-04");
        let id = self.doors.pay("transfer", &[("B-04", open)], None).await;
        let slips = self.sheet.pay("B-04", Till::Bank, day(2, 5), open);
        self.doors.turn_to(day(2, 6));
        let because = json!({ "reason": "Cek kosong" });
        self.doors.post(Role::Manager, &format!("payments/{id}/reverse"), because).await;
        self.sheet.reverse("B-04", Till::Bank, day(2, 6), &slips);
    }

    /// The same invoice once more, with the same figures under a new number.
    async fn void_and_reissue(&mut self) {
        self.doors.turn_to(day(5, 2));
        let number = self.doors.invoice("B-05", 5).await;
        let order = json!({ "reason": "Nama pembayar salah", "reissue": true });
        let voided = self.doors.post(Role::Manager, &format!("invoices/{number}/void"), order).await;
        assert_eq!(voided["issued"].as_array().map(Vec::len), Some(1));
        self.sheet.void("B-05", 5, day(5, 2));
        self.sheet.issue("B-05", 5, day(5, 2), month_of(10, 5)[0]);
    }

    /// A-03's counter stands still on 15 August: what the old one counted and the new one's five m³ make the month.
    async fn meter_is_replaced(&mut self) {
        self.doors.turn_to(day(8, 15));
        let last = (self.counted[2] + drunk(2, 8) - 5).to_string();
        let path = self.doors.melati.path("meter/unit/A-03/ganti");
        let form = [
            ("akhir", last.as_str()),
            ("sebab", "Angka tidak berputar"),
            ("nomor", "AIR-NEW"),
            ("digit", "5"),
            ("faktor", "1"),
            ("tanggal", "2027-08-15"),
            ("awal", "0"),
        ];
        let mut ratna = self.doors.melati.manager().await;
        ratna.post(&path, &form).await.assert_status(303);
    }

    /// The nineteenth, when grace is over; and what happens around it.
    async fn middle(&mut self, month: u32) {
        if month == 8 {
            self.meter_is_replaced().await;
        }
        self.doors.turn_to(day(month, 19));
        self.doors.assess().await;
        self.sheet.charge_late(day(month, 18));
        self.doors.turn_to(day(month, 20));
        if month == 9 {
            self.waive().await;
        }
        if month == 11 {
            let order = json!({ "due_until": "2027-11-20", "percent": 100, "reason": "Hari jadi kompleks" });
            let given = self.doors.post(Role::Manager, "amnesties", order).await;
            assert_eq!(given["amount"].as_i64(), Some(self.sheet.forgive_fees(day(11, 20))));
        }
    }

    async fn waive(&mut self) {
        let number = self.doors.invoice("C-01", 1).await;
        let wish = json!({ "unit": "C-01", "invoice": number, "amount": 5_000, "reason": "Pemilik berduka" });
        let asked = self.doors.post(Role::Treasurer, "waivers", wish).await;
        let path = format!("waivers/{}/decision", asked["id"].as_str().unwrap());
        self.doors.post(Role::Manager, &path, json!({ "decision": "granted" })).await;
        self.sheet.waive("C-01", 1, 5_000, day(9, 20));
    }

    async fn late_payments(&mut self, month: u32) {
        self.doors.turn_to(day(month, 25));
        let on = (month, 25);
        self.pay(Till::Bank, "A-05", self.sheet.open("A-05"), on).await;
        match month {
            2 => self.pay(Till::Cash, "B-04", self.sheet.open("B-04"), on).await,
            7 => self.pay(Till::Cash, "B-02", self.sheet.open("B-02"), on).await,
            8 => self.transfer_that_was_punctual().await,
            _ => {}
        }
    }

    /// Seen on the statement of the bank on the 25th, moved on the 9th: the fee should never have been.
    async fn transfer_that_was_punctual(&mut self) {
        let open = self.sheet.open("A-02") - sheet::FEE;
        self.doors.pay("transfer", &[("A-02", open)], Some(day(8, 9))).await;
        self.sheet.pay("A-02", Till::Bank, day(8, 9), open);
        self.sheet.take_fee_back("A-02", 8, day(8, 25));
    }

    /// Announced on 25 May: the owner of A-05 lets the house from 11 June on.
    async fn tenant_moves_in(&mut self) {
        let tenant = json!({ "kind": "tenant", "name": "Citra Ayu", "from": "2027-06-11", "payer": true });
        self.doors.post(Role::Manager, "units/A-05/occupancies", tenant).await;
    }
}
