//! A month is billed: once for every unit, whoever presses the button, and whatever dies meanwhile.

use dues::{BillMonth, KILL_POINTS, KillPoints};
use jobs::Job as _;
use kernel::{BillingRunId, ChargeTypeId, TariffId, UnitId};
use testkit::{Client, Complex, Kit, Page};

/// A complex with so many houses, each with an owner who pays, an environment fee of Rp 150.000 and a rubbish fee of
/// Rp 49.000.
pub struct Office {
    pub kit: Kit,
    pub ratna: Client,
}

impl Office {
    pub async fn open(houses: i32) -> Self {
        let kit = Kit::open(dues::routes()).await;
        for complex in [&kit.melati, &kit.mawar] {
            settle_in(&kit, complex, houses).await;
            charge(&kit, complex, "IPL", "Iuran lingkungan", 150_000).await;
            charge(&kit, complex, "SAMPAH", "Sampah", 49_000).await;
        }
        let ratna = kit.melati.manager().await;
        Self { kit, ratna }
    }

    /// Presses "Terbitkan"; answers the address of the run.
    pub async fn press(&mut self, month: &str) -> String {
        let path = self.kit.melati.path("tagihan/buat");
        let answer = self.ratna.post(&path, &[("bulan", month)]).await;
        answer.assert_status(303);
        answer.location().unwrap()
    }

    pub async fn work(&self) {
        self.work_with(jobs::Tools::new()).await;
    }

    pub async fn work_with(&self, tools: jobs::Tools) {
        let complexes = [self.kit.melati.id, self.kit.mawar.id];
        let (store, owner) = (&self.kit.store, &self.kit.owner_options);
        jobs::run_all_now(&dues::jobs(), owner, store, &tools, &complexes).await.unwrap();
    }

    /// Bills the month to its end.
    pub async fn bill(&mut self, month: &str) -> Page {
        let run = self.press(month).await;
        self.work().await;
        self.ratna.get(&run).await
    }

    pub async fn one(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).bind(self.kit.melati.id).fetch_one(&self.kit.owner).await.unwrap()
    }

    /// Everything that a run writes, without ids and instants: unit, number, line and posting figures.
    pub async fn books(&self) -> Books {
        let invoices: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "select unit_code, number, total, open from invoice where complex_id = $1 order by number",
        )
        .bind(self.kit.melati.id)
        .fetch_all(&self.kit.owner)
        .await
        .unwrap();
        let postings: Vec<(String, String, i64)> = sqlx::query_as(
            "select a.code, coalesce(u.code, ''), sum(p.amount)::bigint
               from posting p join ledger_account a using (complex_id, account_id)
               left join unit u on u.complex_id = p.complex_id and u.unit_id = p.subject_id
              where p.complex_id = $1 group by 1, 2 having sum(p.amount) <> 0 order by 1, 2",
        )
        .bind(self.kit.melati.id)
        .fetch_all(&self.kit.owner)
        .await
        .unwrap();
        Books { invoices, postings }
    }

    /// Past every policy, but in the scope of Griya Melati, which the audit asks for.
    pub async fn past_policies(&self) -> sqlx::Transaction<'static, sqlx::Postgres> {
        scoped(&self.kit, &self.kit.melati).await
    }

    pub async fn run_id(&self) -> BillingRunId {
        let sql = "select run_id from billing_run where complex_id = $1 order by run_id desc limit 1";
        sqlx::query_scalar(sql).bind(self.kit.melati.id).fetch_one(&self.kit.owner).await.unwrap()
    }
}

/// What dues and the ledger promise, asked of one complex.
pub async fn assert_books_hold(tx: &mut tenancy::TenantTx) {
    assert_eq!(dues::invariants(tx).await.unwrap(), Vec::<String>::new());
    assert!(ledger::invariants(tx).await.unwrap().is_empty());
}

#[derive(Debug, PartialEq, Eq)]
pub struct Books {
    invoices: Vec<(String, String, i64, i64)>,
    postings: Vec<(String, String, i64)>,
}

async fn scoped(kit: &Kit, complex: &Complex) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let mut tx = kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true), set_config('app.now', $2, true)")
        .bind(complex.id.to_string())
        .bind(kit.clock.now().to_rfc3339())
        .execute(&mut *tx)
        .await
        .unwrap();
    tx
}

pub async fn settle_in(kit: &Kit, complex: &Complex, houses: i32) {
    let mut tx = scoped(kit, complex).await;
    sqlx::query(
        "insert into unit (unit_id, code, unit_type, land_m2, status)
         select gen_random_uuid(), 'A-' || lpad(n::text, greatest(2, length(n::text)), '0'), '36/72', 72, 'lived_in' from generate_series(1, $1) n",
    )
    .bind(houses)
    .execute(&mut *tx)
    .await
    .unwrap();
    sqlx::query(
        "with owner as (
             insert into person (person_id, name)
             select gen_random_uuid(), 'Pemilik ' || code from unit where complex_id = current_complex()
             returning person_id, name)
         insert into occupancy (occupancy_id, unit_id, person_id, kind, payer, period)
         select gen_random_uuid(), u.unit_id, o.person_id, 'owner', true, daterange('2020-01-01', null)
           from unit u join owner o on o.name = 'Pemilik ' || u.code where u.complex_id = current_complex()",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// A flat monthly charge from January 2026 on.
pub async fn charge(kit: &Kit, complex: &Complex, code: &str, name: &str, amount: i64) -> ChargeTypeId {
    let mut tx = complex.tx().await;
    let (id, tariff) = (ChargeTypeId::new(kit.clock.now()), TariffId::new(kit.clock.now()));
    sqlx::query(
        "insert into charge_type (charge_type_id, code, name, cadence, anchor, fund_id, income_account_id)
         select $1, $2, $3, 'monthly', '2026-01-01',
                (select fund_id from fund where code = 'KEBERSIHAN'),
                (select account_id from ledger_account where purpose = 'dues_income')",
    )
    .bind(id)
    .bind(code)
    .bind(name)
    .execute(&mut tx)
    .await
    .unwrap();
    sqlx::query(
        "insert into tariff (tariff_id, charge_type_id, valid, rule)
         values ($1, $2, daterange('2026-01-01', null), jsonb_build_object('kind', 'flat', 'amount', $3::bigint))",
    )
    .bind(tariff)
    .bind(id)
    .bind(amount)
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn ratna_bills_november_and_every_house_has_one_invoice_of_199_000() {
    let mut office = Office::open(12).await;
    let preview = office.ratna.get(&office.kit.melati.path("tagihan/buat?bulan=2026-11")).await;
    preview.assert_status(200).assert_says("Terbitkan 12 tagihan").assert_says("Rp\u{a0}2.388.000");
    assert_eq!(office.one("select count(*) from invoice where complex_id = $1").await, 0);

    let done = office.bill("2026-11").await;
    done.assert_status(200).assert_says("Rp\u{a0}2.388.000");
    assert_eq!(office.one("select count(*) from invoice where complex_id = $1").await, 12);
    assert_eq!(office.one("select sum(total)::bigint from invoice where complex_id = $1").await, 2_388_000);
    assert_eq!(office.one("select count(*) from invoice_line where complex_id = $1").await, 24);
    let books = office.books().await;
    assert_eq!(books.invoices[0].1, "INV-2026-11-0001");
    assert_eq!(books.invoices[11].1, "INV-2026-11-0012");
    assert_eq!(books.invoices[4].0, "A-05");
    assert_eq!(
        office.one("select count(*) from tariff where complex_id = $1 and used_at is not null").await,
        2
    );
    let (mut melati, mut mawar) = (office.kit.melati.tx().await, office.kit.mawar.tx().await);
    assert_books_hold(&mut melati).await;
    assert_books_hold(&mut mawar).await;
    assert_eq!(
        sqlx::query_scalar::<_, i64>("select count(*) from invoice").fetch_one(&mut mawar).await.unwrap(),
        0
    );
}

#[tokio::test]
async fn a_month_that_is_billed_twice_adds_only_the_house_that_was_new() {
    let mut office = Office::open(3).await;
    office.bill("2026-11").await;
    office.bill("2026-11").await;
    assert_eq!(office.one("select count(*) from invoice where complex_id = $1").await, 3);

    let mut tx = office.kit.melati.tx().await;
    sqlx::query("insert into unit (unit_id, code, status) values ($1, 'B-01', 'lived_in')")
        .bind(UnitId::new(office.kit.clock.now()))
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let preview = office.ratna.get(&office.kit.melati.path("tagihan/buat?bulan=2026-11")).await;
    preview.assert_says("Terbitkan 1 tagihan").assert_says("B-01");
    office.bill("2026-11").await;
    assert_eq!(office.one("select count(*) from invoice where complex_id = $1").await, 4);
    assert_eq!(office.books().await.invoices[3].1, "INV-2026-11-0004");
}

#[tokio::test]
async fn six_people_press_the_button_and_six_workers_work_yet_each_house_is_billed_once() {
    let mut office = Office::open(40).await;
    let mut clients = Vec::new();
    for _ in 0..6 {
        clients.push(office.kit.melati.manager().await);
    }
    let path = office.kit.melati.path("tagihan/buat");
    let presses = clients.into_iter().map(|mut client| {
        let path = path.clone();
        tokio::spawn(async move { client.post(&path, &[("bulan", "2026-11")]).await.location() })
    });
    let mut runs = Vec::new();
    for press in presses.collect::<Vec<_>>() {
        runs.push(press.await.unwrap());
    }
    runs.dedup();
    assert_eq!(runs.len(), 1, "all six look at one run");

    let run = office.run_id().await;
    let workers = (0..6).map(|_| {
        let scope = office.kit.store.job_scope(office.kit.melati.id);
        tokio::spawn(async move { BillMonth { run }.run(scope, &jobs::Tools::new()).await })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.unwrap().unwrap();
    }
    office.work().await;
    assert_eq!(office.one("select count(*) from invoice where complex_id = $1").await, 40);
    assert_eq!(office.one("select count(distinct unit_id) from invoice where complex_id = $1").await, 40);
    assert_eq!(
        office.one("select last from number_series where complex_id = $1 and series = 'INV-2026-11'").await,
        40
    );
    let said = "select count(*) from announcement where complex_id = $1 and name = 'dues.invoices_issued'";
    assert_eq!(office.one(said).await, 1);
    let page = office.ratna.get(&runs.pop().unwrap().unwrap()).await;
    page.assert_says("40");
}

/// The same month undisturbed, for comparison.
pub async fn undisturbed(houses: i32) -> Books {
    let mut office = Office::open(houses).await;
    prepay(&office).await;
    office.bill("2026-11").await;
    office.books().await
}

/// A-02 paid Rp 100.000 ahead, which the run uses.
pub async fn prepay(office: &Office) {
    let mut tx = office.kit.melati.tx().await;
    let unit: UnitId =
        sqlx::query_scalar("select unit_id from unit where code = 'A-02'").fetch_one(&mut tx).await.unwrap();
    let account = sqlx::query_scalar("select account_id from ledger_account where purpose = 'cash'");
    let account: uuid::Uuid = account.fetch_one(&mut tx).await.unwrap();
    let credit = kernel::CreditId::new(office.kit.clock.now());
    let money = dues::settle::Money {
        credit,
        unit,
        source: credit.uuid(),
        reference: "KW-2026-000001".to_owned(),
        account: kernel::LedgerAccountId::from_uuid(account),
        amount: kernel::Rupiah::new(100_000).unwrap(),
        value_on: "2026-11-20".parse().unwrap(),
    };
    dues::settle::receive(&mut tx, money, None).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_run_that_dies_at_any_step_leaves_the_same_books_as_one_that_never_did() {
    let expected = undisturbed(5).await;
    let paid = expected.invoices.iter().find(|invoice| invoice.0 == "A-02").unwrap();
    assert_eq!((paid.2, paid.3), (199_000, 99_000), "the money paid ahead is used at issue");
    for point in KILL_POINTS {
        let mut office = Office::open(5).await;
        prepay(&office).await;
        office.press("2026-11").await;
        let scope = office.kit.store.job_scope(office.kit.melati.id);
        let tools = jobs::Tools::new().with(KillPoints::once_at(point, 0));
        let run = office.run_id().await;
        let killed = BillMonth { run }.run(scope, &tools).await;
        assert!(killed.is_err(), "{point} was passed");
        let mut tx = office.kit.melati.tx().await;
        assert_books_hold(&mut tx).await;
        drop(tx);
        office.work().await;
        assert_eq!(office.books().await, expected, "killed at {point}");
        let finished = "select count(*) from billing_run where complex_id = $1 and finished_at is not null and units_done = 5
                           and invoices = 5 and amount = 995000";
        assert_eq!(office.one(finished).await, 1, "{point}");
        let said =
            "select count(*) from announcement where complex_id = $1 and name = 'dues.invoices_issued'";
        assert_eq!(office.one(said).await, 1, "{point}");
    }
}

#[tokio::test]
async fn a_process_that_ends_in_the_middle_is_taken_over_by_the_next() {
    if std::env::var("KLUSTERA_KILL_AT").is_ok() {
        return;
    }
    let mut office = Office::open(5).await;
    office.press("2026-11").await;
    let run = office.run_id().await;
    let me = std::env::current_exe().unwrap();
    let died = std::process::Command::new(me)
        .args(["--exact", "billing::a_worker_of_its_own", "--nocapture"])
        .env("KLUSTERA_KILL_AT", "run.locked")
        .env("KLUSTERA_TEST_RUN", format!("{} {run}", office.kit.melati.id))
        .output()
        .unwrap();
    assert!(!died.status.success(), "{}", String::from_utf8_lossy(&died.stdout));
    assert_eq!(office.one("select count(*) from invoice where complex_id = $1").await, 0);
    office.work().await;
    assert_eq!(office.one("select count(*) from invoice where complex_id = $1").await, 5);
    assert_eq!(
        office.one("select last from number_series where complex_id = $1 and series = 'INV-2026-11'").await,
        5
    );
}

/// Not a test by itself: the process that the test above starts and that aborts at its kill point.
#[tokio::test]
async fn a_worker_of_its_own() {
    let Ok(order) = std::env::var("KLUSTERA_TEST_RUN") else { return };
    let (complex, run) = order.split_once(' ').unwrap();
    let kit = Kit::open(dues::routes()).await;
    let scope = kit.store.job_scope(complex.parse().unwrap());
    let _ = BillMonth { run: run.parse().unwrap() }.run(scope, &jobs::Tools::new()).await;
}
