//! What the tests of this room find there: a street of houses with meters, and Budi who lives at A-12.

use axum::Extension;
use files::Files;
use tempfile::TempDir;
use testkit::{Client, Complex, Kit, Page};

pub struct Street {
    pub kit: Kit,
    /// Where photos lie until the test is over.
    _folder: TempDir,
}

impl Street {
    /// Griya Melati with in block A and RT 01, B-01 to B-02 in block B; Puri Mawar with A-01. It is Sunday,
    /// 22 November 2026.
    pub async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let routes = meters::routes().and(files::routes());
        let kit = Kit::open_with(routes, |site| site.layer(Extension(files.clone()))).await;
        build(&kit, &kit.melati, &[("A", 12), ("B", 2)]).await;
        build(&kit, &kit.mawar, &[("A", 1)]).await;
        settle_budi(&kit).await;
        Self { kit, _folder: folder }
    }

    /// A meter that began on the first of January 2026, and accepted readings: month, figure.
    pub async fn meter(&self, unit: &str, initial: &str, readings: &[(&str, &str)]) {
        self.meter_in(&self.kit.melati, unit, initial, readings).await;
    }

    pub async fn meter_in(&self, complex: &Complex, unit: &str, initial: &str, readings: &[(&str, &str)]) {
        let mut tx = scoped(&self.kit, complex).await;
        let (meter, unit): (uuid::Uuid, uuid::Uuid) = sqlx::query_as(
            "insert into meter (meter_id, unit_id, utility, digits, installed_on, initial_value)
             select gen_random_uuid(), unit_id, 'water', 5, '2026-01-01', $2::numeric from unit
              where complex_id = current_complex() and code = $1
             returning meter_id, unit_id",
        )
        .bind(unit)
        .bind(initial)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        for (month, value) in readings {
            sqlx::query(
                "insert into reading (reading_id, meter_id, unit_id, utility, period, read_on, value, source, state)
                 values (gen_random_uuid(), $1, $2, 'water', ($3 || '-01')::date, ($3 || '-20')::date, $4::numeric,
                         'officer', 'accepted')",
            )
            .bind(meter)
            .bind(unit)
            .bind(month)
            .bind(value)
            .execute(&mut *tx)
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// The id of a unit, as addresses and fields carry it.
    pub async fn unit(&self, code: &str) -> String {
        self.unit_in(&self.kit.melati, code).await
    }

    pub async fn unit_in(&self, complex: &Complex, code: &str) -> String {
        let id: uuid::Uuid =
            sqlx::query_scalar("select unit_id from unit where complex_id = $1 and code = $2")
                .bind(complex.id)
                .bind(code)
                .fetch_one(&self.kit.owner)
                .await
                .unwrap();
        id.to_string()
    }

    /// What dues would be told about a unit in a month: from, to, used; nothing when nothing counts.
    pub async fn usage(&self, unit: &str, month: &str) -> Option<(String, String, String)> {
        let mut tx = scoped(&self.kit, &self.kit.melati).await;
        sqlx::query_as(
            "select trim_scale(reading_from)::text, trim_scale(reading_to)::text, trim_scale(u.used)::text
               from meter_usage(($2 || '-01')::date, (($2 || '-01')::date + interval '1 month')::date, 'water') u
               join unit using (unit_id) where code = $1 and complex_id = current_complex()",
        )
        .bind(unit)
        .bind(month)
        .fetch_optional(&mut *tx)
        .await
        .unwrap()
    }

    /// Marks what a unit was read in a month as billed, as the billing run does.
    pub async fn bill(&self, unit: &str, month: &str) {
        let mut tx = scoped(&self.kit, &self.kit.melati).await;
        sqlx::query(
            "select meter_lock(u.reading_ids)
               from meter_usage(($2 || '-01')::date, (($2 || '-01')::date + interval '1 month')::date, 'water') u
               join unit using (unit_id) where code = $1 and complex_id = current_complex()",
        )
        .bind(unit)
        .bind(month)
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// Writes one figure down on the sheet of November, as a form without script does.
    pub async fn write(&self, who: &mut Client, unit: &str, fields: &[(&str, &str)]) -> Page {
        let id = self.unit(unit).await;
        let named: Vec<(String, &str)> = fields
            .iter()
            .map(|(name, value)| match *name {
                "v" | "e" | "n" | "y" => (format!("{name}.{id}"), *value),
                other => (other.to_owned(), *value),
            })
            .collect();
        let mut all = vec![("periode", "2026-11"), ("tanggal", "2026-11-20")];
        all.retain(|(name, _)| !named.iter().any(|(given, _)| given == name));
        all.extend(named.iter().map(|(name, value)| (name.as_str(), *value)));
        who.submit(&self.kit.melati.path("meter"), &all).await
    }
}

/// The months of ordinary use, twenty each: October ends with `start` and two hundred.
pub fn twenty_a_month(start: i64) -> Vec<(String, String)> {
    (1..=10).map(|month| (format!("2026-{month:02}"), (start + month * 20).to_string())).collect()
}

pub fn borrowed(months: &[(String, String)]) -> Vec<(&str, &str)> {
    months.iter().map(|(month, value)| (month.as_str(), value.as_str())).collect()
}

async fn scoped(kit: &Kit, complex: &Complex) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let mut tx = kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true), set_config('app.now', $2, true)")
        .bind(complex.id.to_string())
        .bind(kit.store.now().to_rfc3339())
        .execute(&mut *tx)
        .await
        .unwrap();
    // The same role as the web, so that the fence stands here too.
    sqlx::query("set local role klustera_app").execute(&mut *tx).await.unwrap();
    tx
}

async fn build(kit: &Kit, complex: &Complex, blocks: &[(&str, i32)]) {
    let mut tx = scoped(kit, complex).await;
    for (block, houses) in blocks {
        sqlx::query(
            "with fresh as (insert into area (area_id, kind, code, name)
                            values (gen_random_uuid(), 'block', $1, 'Blok ' || $1) returning area_id)
             insert into unit (unit_id, code, block_id, rt_id, status)
             select gen_random_uuid(), $1 || '-' || lpad(n::text, 2, '0'), area_id, case when $1 = 'A' then $3::uuid end,
                    'lived_in'
               from fresh, generate_series(1, $2) n",
        )
        .bind(block)
        .bind(houses)
        .bind(complex.area.uuid())
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}

async fn settle_budi(kit: &Kit) {
    let budi = kit.melati.person(tenancy::Role::Resident);
    let mut tx = scoped(kit, &kit.melati).await;
    sqlx::query(
        "with human as (insert into person (person_id, name, account_id) values (gen_random_uuid(), $1, $2)
                        returning person_id)
         insert into occupancy (occupancy_id, unit_id, person_id, kind, period, payer)
         select gen_random_uuid(), unit_id, person_id, 'owner', daterange('2020-01-01', null), true
           from human, unit where code = 'A-12'",
    )
    .bind(budi.name)
    .bind(budi.account.uuid())
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}
