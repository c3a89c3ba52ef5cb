//! Every figure that the complex shows at the end of a month, held against the bookkeeper's sheet.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    doors::Doors,
    sheet::{HOUSES, Sheet, last_of},
};

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

pub async fn all(doors: &Doors, sheet: &Sheet, month: u32, opening_cash: i64) {
    dashboard(doors, sheet, month).await;
    arrears(doors, sheet, month).await;
    statements(doors, sheet, month).await;
    trial_balance(doors, sheet, month).await;
    cash(doors, sheet, month, opening_cash).await;
    promises(doors).await;
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no figure"))
}

/// Rp 1.234.567 as the pages write it.
fn rp(amount: i64) -> String {
    let digits = amount.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    format!("Rp\u{a0}{out}")
}

async fn dashboard(doors: &Doors, sheet: &Sheet, month: u32) {
    let page = doors.melati.manager().await.get(&doors.melati.path("ringkasan")).await;
    let (billed, settled, invoices, paid) = sheet.collection(month);
    page.assert_status(200)
        .assert_says(&rp(settled))
        .assert_says(&format!("{}% dari {}", settled * 100 / billed, rp(billed)))
        .assert_says(&format!("{paid} dari {invoices}"));
    let today = last_of(month);
    let ages = sheet.ages(None, today);
    let late_houses =
        HOUSES.iter().filter(|house| sheet.ages(Some(house.code), today)[1..].iter().sum::<i64>() > 0);
    page.assert_says(&rp(ages[1..].iter().sum())).assert_says(&format!("{} rumah", late_houses.count()));
    if ages[4] > 0 {
        page.assert_says(&rp(ages[4]));
    }
    for past in (1..=month).filter(|_| month > 1) {
        let (billed, settled, ..) = sheet.collection(past);
        let name = MONTHS[usize::try_from(past).unwrap() - 1];
        page.assert_says(&format!("{name} 2027: {} / {}", rp(settled), rp(billed)));
    }
}

fn ages_of(body: &Value) -> [i64; 5] {
    ["not_due", "to_30", "to_60", "to_90", "older"].map(|age| number(&body[age]))
}

async fn arrears(doors: &Doors, sheet: &Sheet, month: u32) {
    let today = last_of(month);
    let totals = doors.get("arrears/totals").await;
    assert_eq!(ages_of(&totals["ages"]), sheet.ages(None, today), "aging in month {month}");
    assert_eq!(totals["as_of"], today.to_string());
    let list = doors.get("arrears?limit=100").await;
    let mut seen = BTreeMap::new();
    for line in list["items"].as_array().unwrap() {
        let unit = line["unit_code"].as_str().unwrap().to_owned();
        assert_eq!(number(&line["credit"]), sheet.credit.get(unit.as_str()).copied().unwrap_or(0), "{unit}");
        seen.insert(unit, ages_of(&line["ages"]));
    }
    for house in &HOUSES {
        let expected = sheet.ages(Some(house.code), today);
        if expected[1..].iter().sum::<i64>() > 0 {
            assert_eq!(seen.get(house.code), Some(&expected), "{} in month {month}", house.code);
        }
    }
}

async fn statements(doors: &Doors, sheet: &Sheet, month: u32) {
    let to = last_of(month);
    // All of them when a quarter ends, four in turn else.
    let in_turn = |at: usize| month.is_multiple_of(3) || u32::try_from(at).unwrap() % 3 == month % 3;
    for (_, house) in HOUSES.iter().enumerate().filter(|(at, _)| in_turn(*at)) {
        let path = format!("units/{}/statement?from=2027-01-01&to={to}", house.code);
        let shown = doors.get(&path).await;
        let lines = shown["lines"].as_array().unwrap();
        let mut shown_moves: Vec<(String, i64)> = lines
            .iter()
            .map(|line| {
                (line["on"].as_str().unwrap().to_owned(), number(&line["debit"]) - number(&line["credit"]))
            })
            .filter(|line| line.1 != 0)
            .collect();
        let own = sheet.moves.iter().filter(|moved| moved.0 == house.code);
        let mut moves: Vec<(String, i64)> = own.map(|moved| (moved.1.to_string(), moved.2)).collect();
        shown_moves.sort();
        moves.sort();
        assert_eq!(shown_moves, moves, "{} in month {month}: {shown}", house.code);
        let ahead = sheet.credit.get(house.code).copied().unwrap_or(0);
        assert_eq!(
            number(&shown["closing"]),
            sheet.open(house.code) - ahead,
            "{} in month {month}",
            house.code
        );
        assert_eq!(number(&shown["opening"]), 0);
    }
}

async fn trial_balance(doors: &Doors, sheet: &Sheet, month: u32) {
    let chart = doors.get("ledger/accounts").await;
    let purposes: BTreeMap<String, String> = chart["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|account| {
            Some((account["id"].as_str()?.to_owned(), account["purpose"].as_str()?.to_owned()))
        })
        .collect();
    let shown = doors.get(&format!("ledger/trial-balance?from=2027-01-01&to={}", last_of(month))).await;
    let mut balances = BTreeMap::new();
    for line in shown["accounts"].as_array().unwrap() {
        let closing = number(&line["closing"]);
        if closing != 0 {
            let id = line["account"].as_str().unwrap();
            let purpose = purposes.get(id).unwrap_or_else(|| panic!("nobody wrote to {line}"));
            balances.insert(purpose.clone(), closing);
        }
    }
    let expected: BTreeMap<String, i64> =
        sheet.accounts.iter().filter(|it| *it.1 != 0).map(|(name, sum)| ((*name).to_owned(), *sum)).collect();
    assert_eq!(balances, expected, "trial balance of month {month}");
    assert_eq!(shown["debit"], shown["credit"]);
    let page = doors.melati.manager().await.get(&doors.melati.path("buku")).await;
    page.assert_status(200).assert_says("Seimbang");
}

async fn cash(doors: &Doors, sheet: &Sheet, month: u32, opening: i64) {
    let shown = doors.get(&format!("ledger/cash?month=2027-{month:02}")).await;
    let of = |purpose| sheet.accounts.get(purpose).copied().unwrap_or(0);
    let closing = of("cash") + of("bank");
    assert_eq!(number(&shown["opening"]), opening, "cash at the start of month {month}");
    assert_eq!(number(&shown["closing"]), closing, "cash at the end of month {month}");
    assert_eq!(number(&shown["in"]) - number(&shown["out"]), closing - opening);
    let funds = shown["funds"].as_array().unwrap();
    assert_eq!(funds.iter().map(|fund| number(&fund["closing"])).sum::<i64>(), closing);
    let mut boxes: Vec<i64> =
        shown["accounts"].as_array().unwrap().iter().map(|line| number(&line["closing"])).collect();
    boxes.retain(|amount| *amount != 0);
    let mut expected: Vec<i64> = [of("cash"), of("bank")].into_iter().filter(|amount| *amount != 0).collect();
    boxes.sort_unstable();
    expected.sort_unstable();
    assert_eq!(boxes, expected, "boxes of month {month}");
}

async fn promises(doors: &Doors) {
    let mut tx = doors.melati.tx().await;
    assert_eq!(dues::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
    assert!(ledger::invariants(&mut tx).await.unwrap().is_empty());
    assert_eq!(payments::invariants(&mut tx).await.unwrap(), Vec::<String>::new());
}
