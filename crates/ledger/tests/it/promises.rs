//! What the books promise to every room: balanced, append-only, of one complex, each source once.

use std::collections::BTreeSet;

use kernel::EntryId;
use ledger::{Chart, Entry, Purpose, balance_of_subject, invariants, post, reversal_of, take_numbers};
use sqlx::Row as _;
use tenancy::Error;
use uuid::Uuid;

use crate::support::{books, day, paid, pay, rupiah};

fn code(error: &sqlx::Error) -> String {
    error.as_database_error().unwrap().code().unwrap().into_owned()
}

#[tokio::test]
async fn what_a_unit_owes_is_what_was_posted_for_it() {
    let kit = books().await;
    let (a12, a14) = (Uuid::from_u128(12), Uuid::from_u128(14));
    let mut tx = kit.melati.tx().await;
    let chart = Chart::load(&mut tx).await.unwrap();
    let (receivable, income) = (chart.account(Purpose::DuesReceivable), chart.account(Purpose::DuesIncome));
    let fund = chart.funds().iter().find(|fund| fund.code == "KEAMANAN").unwrap().id;
    let issued = |unit: Uuid, amount: i64| {
        let id = EntryId::new(tx.now());
        Entry::draft(id, "test_issued", id.uuid(), day("2026-11-01"), day("2026-11-01"), "November")
            .debit_of(receivable, fund, rupiah(amount), unit)
            .credit(income, fund, rupiah(amount))
            .balanced()
            .unwrap()
    };
    let entries = [issued(a12, 150_000), issued(a12, 25_000), issued(a14, 99_000)];
    post(&mut tx, &entries).await.unwrap();
    post(&mut tx, &[]).await.unwrap();
    assert_eq!(balance_of_subject(&mut tx, Purpose::DuesReceivable, a12).await.unwrap(), rupiah(175_000));
    let all = ledger::balances_of_subjects(&mut tx, Purpose::DuesReceivable).await.unwrap();
    assert_eq!(all, [(a12, rupiah(175_000)), (a14, rupiah(99_000))]);
    assert_eq!(chart.fund_name(fund), "Keamanan");
    assert_eq!(chart.money_accounts().len(), 3);
    tx.commit().await.unwrap();

    let mut tx = kit.mawar.tx().await;
    assert_eq!(balance_of_subject(&mut tx, Purpose::DuesReceivable, a12).await.unwrap(), rupiah(0));
}

#[tokio::test]
async fn the_web_can_neither_write_past_the_road_nor_change_what_stands() {
    let kit = books().await;
    pay(&kit.melati, "2026-11-20", 150_000).await;
    let closed = [
        "insert into journal_entry (entry_id, kind, source_id, booked_on, value_on) values (gen_random_uuid(), 'journal', gen_random_uuid(), '2026-11-01', '2026-11-01')",
        "update journal_entry set memo = 'lain'",
        "delete from journal_entry",
        "update posting set amount = amount * 2",
        "delete from posting",
        "insert into posting select * from posting",
        "delete from closed_month",
        "insert into closed_month (month, close_id) values ('2026-10-01', gen_random_uuid())",
        "update month_balance set balance = 0",
        "update number_series set last = 0",
        "delete from ledger_account",
        "delete from fund",
        "select seed_ledger(current_complex())",
    ];
    for statement in closed {
        let mut tx = kit.melati.tx().await;
        let refused = sqlx::query(statement).execute(&mut tx).await.unwrap_err();
        assert_eq!(code(&refused), "42501", "{statement}: {refused}");
    }
}

#[tokio::test]
async fn an_unbalanced_entry_is_refused_on_the_road_and_at_the_commit() {
    let kit = books().await;
    let mut tx = kit.melati.tx().await;
    let drafted = "select post_drafts(
        array[row(e.id, 'journal', e.id, '2026-11-01', '2026-11-01', '', null)::entry_draft],
        array[row(e.id, 1, a.account_id, f.fund_id, null, 100)::posting_draft])
        from (select gen_random_uuid() as id) e, ledger_account a, fund f where a.code = '1101' and f.code = 'UMUM'";
    let refused = sqlx::query(drafted).execute(&mut tx).await.unwrap_err();
    assert_eq!(code(&refused), "KL011");

    // Whoever owns the tables may insert, and meets the deferred trigger.
    for amounts in [vec![], vec![100_i64], vec![100, -99]] {
        let mut owner = kit.owner.begin().await.unwrap();
        let scope = "select set_config('app.complex_id', $1, true)";
        sqlx::query(scope).bind(kit.melati.id.to_string()).execute(&mut *owner).await.unwrap();
        let id = Uuid::new_v4();
        sqlx::query("insert into journal_entry (entry_id, kind, source_id, booked_on, value_on) values ($1, 'journal', $1, '2026-11-01', '2026-11-01')")
            .bind(id)
            .execute(&mut *owner)
            .await
            .unwrap();
        for (line, amount) in amounts.iter().enumerate() {
            sqlx::query(
                "insert into posting (entry_id, line, account_id, fund_id, booked_on, amount)
                 select $1, $2, account_id, fund_id, '2026-11-01', $3 from ledger_account join fund using (complex_id)
                  where complex_id = current_complex() and ledger_account.code = '1101' and fund.code = 'UMUM'",
            )
            .bind(id)
            .bind(i16::try_from(line).unwrap())
            .bind(amount)
            .execute(&mut *owner)
            .await
            .unwrap();
        }
        let refused = owner.commit().await.unwrap_err();
        assert_eq!(code(&refused), "KL011", "{amounts:?}");
    }
}

#[tokio::test]
async fn an_account_or_a_fund_of_another_complex_is_refused() {
    let kit = books().await;
    let mut tx = kit.mawar.tx().await;
    let theirs = Chart::load(&mut tx).await.unwrap();
    drop(tx);
    let mut tx = kit.melati.tx().await;
    let ours = Chart::load(&mut tx).await.unwrap();
    for (account, fund, constraint) in [
        (theirs.account(Purpose::Cash), ours.general_fund(), "posting_account"),
        (ours.account(Purpose::Cash), theirs.general_fund(), "posting_fund"),
    ] {
        let mut tx = kit.melati.tx().await;
        let id = EntryId::new(tx.now());
        let entry = Entry::draft(id, "journal", id.uuid(), day("2026-11-01"), day("2026-11-01"), "")
            .debit(account, fund, rupiah(1))
            .credit(ours.account(Purpose::Bank), fund, rupiah(1))
            .balanced()
            .unwrap();
        let refused = post(&mut tx, &[entry]).await.unwrap_err();
        assert_eq!(refused.constraint(), Some(constraint));
    }
}

#[tokio::test]
async fn one_document_has_one_entry_of_a_kind_and_is_reversed_once() {
    let kit = books().await;
    let entry = pay(&kit.melati, "2026-11-20", 150_000).await;
    let mut tx = kit.melati.tx().await;
    let chart = Chart::load(&mut tx).await.unwrap();
    let again = Entry::draft(
        EntryId::new(tx.now()),
        "test_paid",
        entry.uuid(),
        day("2026-11-21"),
        day("2026-11-21"),
        "",
    )
    .debit(chart.account(Purpose::Cash), chart.general_fund(), rupiah(1))
    .credit(chart.account(Purpose::DuesIncome), chart.general_fund(), rupiah(1))
    .balanced()
    .unwrap();
    assert_eq!(post(&mut tx, &[again]).await.unwrap_err().constraint(), Some("journal_entry_once"));

    for (kind, constraint) in
        [("test_reversed", None), ("test_reversed_again", Some("journal_entry_reversed_once"))]
    {
        let mut tx = kit.melati.tx().await;
        let id = EntryId::new(tx.now());
        let back =
            reversal_of(&mut tx, entry, id, kind, entry.uuid(), day("2026-11-22"), "Salah").await.unwrap();
        let posted = post(&mut tx, &[back]).await;
        assert_eq!(posted.as_ref().err().and_then(Error::constraint), constraint);
        if posted.is_ok() {
            tx.commit().await.unwrap();
        }
    }
    let mut tx = kit.melati.tx().await;
    let sums = "select account_id, sum(amount)::bigint as sum from posting group by account_id";
    let rows = sqlx::query(sums).fetch_all(&mut tx).await.unwrap();
    assert!(rows.iter().all(|row| row.get::<i64, _>("sum") == 0));
    let nowhere = EntryId::from_uuid(Uuid::from_u128(1));
    let id = EntryId::new(tx.now());
    let missing = reversal_of(&mut tx, nowhere, id, "journal", id.uuid(), day("2026-11-22"), "").await;
    assert!(matches!(missing, Err(Error::Missing)));
}

#[tokio::test]
async fn sixteen_clerks_at_once_lose_nothing_and_leave_no_gap_in_the_numbers() {
    let kit = books().await;
    let clerks: Vec<_> = (0..16)
        .map(|clerk| {
            let melati = kit.melati.clone();
            tokio::spawn(async move {
                let mut tx = melati.tx().await;
                let chart = Chart::load(&mut tx).await.unwrap();
                let entry = paid(&tx, &chart, day("2026-11-20"), 1_000 + clerk);
                post(&mut tx, &[entry]).await.unwrap();
                let first = take_numbers(&mut tx, "KW-2026", 2).await.unwrap();
                // Every fourth one goes home without saving.
                if clerk % 4 == 3 {
                    return None;
                }
                tx.commit().await.unwrap();
                Some(first)
            })
        })
        .collect();
    let mut taken = BTreeSet::new();
    for clerk in clerks {
        if let Some(first) = clerk.await.unwrap() {
            assert!(taken.insert(first) && taken.insert(first + 1));
        }
    }
    assert_eq!(taken.into_iter().collect::<Vec<_>>(), (1..=24).collect::<Vec<_>>());
    let mut tx = kit.melati.tx().await;
    let count: i64 =
        sqlx::query_scalar("select count(*) from journal_entry").fetch_one(&mut tx).await.unwrap();
    assert_eq!(count, 12);
}

#[tokio::test]
async fn a_broken_promise_is_found_and_named() {
    let kit = books().await;
    pay(&kit.melati, "2026-11-20", 150_000).await;
    let mut tx = kit.melati.tx().await;
    assert_eq!(invariants(&mut tx).await.unwrap(), []);
    drop(tx);
    let break_it = "update posting set amount = amount + 1 where complex_id = $1 and amount > 0";
    sqlx::query(break_it).bind(kit.melati.id).execute(&kit.owner).await.unwrap();
    let mut tx = kit.melati.tx().await;
    let broken = invariants(&mut tx).await.unwrap();
    assert_eq!(broken.len(), 1);
    assert_eq!(
        (broken[0].times, broken[0].promise),
        (1, "every entry has postings, and each of its funds sums to zero")
    );
    drop(tx);
    let mend_it = "update posting set amount = amount - 1 where complex_id = $1 and amount > 0";
    sqlx::query(mend_it).bind(kit.melati.id).execute(&kit.owner).await.unwrap();
}
