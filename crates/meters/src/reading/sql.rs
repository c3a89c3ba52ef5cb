//! Every statement about readings, one function each, named by its question.

use kernel::{AreaId, Date, FileId, MeterId, ReadingId, UnitId};
use rust_decimal::Decimal;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Explanation, Source, State};
use crate::Utility;

/// Which units a list is about.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub block: Option<AreaId>,
    /// Only these RTs: what an area head looks after.
    pub rts: Option<Vec<Uuid>>,
    pub units: Option<Vec<Uuid>>,
}

/// A unit in a month: its meter, what was read before, what was read, and what waits.
#[derive(Clone, Debug)]
pub struct Row {
    pub unit: UnitId,
    pub code: String,
    pub meter: Option<MeterId>,
    pub serial: Option<String>,
    pub digits: Option<i16>,
    pub factor: Option<Decimal>,
    pub previous: Option<Decimal>,
    pub previous_on: Option<Date>,
    pub reading: Option<ReadingId>,
    pub value: Option<Decimal>,
    pub on: Option<Date>,
    pub used: Option<Decimal>,
    pub state: Option<State>,
    pub source: Option<Source>,
    pub explanation: Option<Explanation>,
    pub note: Option<String>,
    pub photo: Option<FileId>,
    pub draft: Option<ReadingId>,
    pub draft_value: Option<Decimal>,
    pub draft_on: Option<Date>,
    pub draft_photo: Option<FileId>,
    /// The next counted reading after this month, if it has no explanation for being lower.
    pub next: Option<Decimal>,
    /// What a meter that was replaced in this month counted to its end.
    pub closing: Decimal,
    /// This month or a later one of the unit stands on an invoice.
    pub billed: bool,
    /// Use of whole months within the year before.
    pub past: Vec<Decimal>,
}

/// The units of a month in the order of their numbers.
pub async fn sheet(
    tx: &mut TenantTx,
    utility: Utility,
    period: Date,
    habit_from: Date,
    scope: &Scope,
) -> Result<Vec<Row>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select u.unit_id as "unit!: UnitId", u.code as "code!", m.meter_id as "meter?: MeterId", m.serial as "serial?",
                  m.digits as "digits?", m.factor as "factor?",
                  coalesce(p.value, m.initial_value) as "previous?", coalesce(p.read_on, m.installed_on) as "previous_on?",
                  r.reading_id as "reading?: ReadingId", r.value as "value?", r.read_on as "on?", r.used as "used?",
                  r.state as "state?: State", r.source as "source?: Source",
                  r.explanation as "explanation?: Explanation", r.note as "note?", r.photo_id as "photo?: FileId",
                  d.reading_id as "draft?: ReadingId", d.value as "draft_value?", d.read_on as "draft_on?",
                  d.photo_id as "draft_photo?: FileId", n.value as "next?",
                  coalesce((select sum(o.used) from reading o
                             where o.unit_id = u.unit_id and o.utility = $1 and o.period = $2
                               and o.meter_id is distinct from m.meter_id and o.state in ('accepted', 'disputed')), 0)
                      as "closing!",
                  exists (select from reading_billed b
                           where b.unit_id = u.unit_id and b.utility = $1 and b.period >= $2) as "billed!",
                  coalesce((select array_agg(h.used) from reading h
                             where h.unit_id = u.unit_id and h.utility = $1 and h.period >= $3 and h.period < $2
                               and h.state = 'accepted' and h.whole), '{}') as "past!: Vec<Decimal>"
             from metered_unit u
             left join lateral (
                  select * from meter l
                   where l.complex_id = u.complex_id and l.unit_id = u.unit_id and l.utility = $1
                     and l.installed_on < ($2::date + interval '2 months')::date and l.removed_on is null
                   limit 1) m on true
             left join lateral (
                  select b.value, b.read_on from reading b
                   where b.complex_id = m.complex_id and b.meter_id = m.meter_id and b.period < $2
                     and b.state in ('accepted', 'disputed')
                   order by b.period desc limit 1) p on true
             left join lateral (
                  select f.value from reading f
                   where f.complex_id = m.complex_id and f.meter_id = m.meter_id and f.period > $2
                     and f.state in ('accepted', 'disputed') and f.explanation is null
                   order by f.period limit 1) n on true
             left join reading r on r.complex_id = m.complex_id and r.meter_id = m.meter_id and r.period = $2
                  and r.state in ('accepted', 'disputed')
             left join reading d on d.complex_id = m.complex_id and d.meter_id = m.meter_id and d.period = $2
                  and d.state = 'draft'
            where ($4::uuid is null or u.block_id = $4) and ($5::uuid[] is null or u.rt_id = any ($5))
              and ($6::uuid[] is null or u.unit_id = any ($6))
            order by u.sort_key"#,
        utility.code(),
        period,
        habit_from,
        scope.block as Option<AreaId>,
        scope.rts.as_deref(),
        scope.units.as_deref(),
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A reading that is to be written.
#[derive(Clone, Debug)]
pub struct NewReading {
    pub id: ReadingId,
    pub meter: MeterId,
    pub unit: UnitId,
    pub utility: Utility,
    pub period: Date,
    pub on: Date,
    pub value: Decimal,
    pub source: Source,
    pub explanation: Option<Explanation>,
    pub note: String,
    pub photo: Option<FileId>,
}

/// Writes many at once, all in one state.
pub async fn add(tx: &mut TenantTx, readings: &[NewReading], state: State) -> Result<()> {
    let column = |pick: fn(&NewReading) -> Uuid| readings.iter().map(pick).collect::<Vec<_>>();
    let utilities: Vec<String> = readings.iter().map(|r| r.utility.code().to_owned()).collect();
    let periods: Vec<Date> = readings.iter().map(|r| r.period).collect();
    let days: Vec<Date> = readings.iter().map(|r| r.on).collect();
    let values: Vec<Decimal> = readings.iter().map(|r| r.value).collect();
    let sources: Vec<String> = readings.iter().map(|r| r.source.code().to_owned()).collect();
    let explanations: Vec<Option<String>> =
        readings.iter().map(|r| r.explanation.map(|e| e.code().to_owned())).collect();
    let notes: Vec<String> = readings.iter().map(|r| r.note.clone()).collect();
    let photos: Vec<Option<Uuid>> = readings.iter().map(|r| r.photo.map(FileId::uuid)).collect();
    sqlx::query!(
        "insert into reading (reading_id, meter_id, unit_id, utility, period, read_on, value, source, explanation, note,
                              photo_id, state)
         select *, $12 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::date[], $7::numeric[],
                                   $8::text[], $9::text[], $10::text[], $11::uuid[])",
        &column(|r| r.id.uuid()),
        &column(|r| r.meter.uuid()),
        &column(|r| r.unit.uuid()),
        &utilities,
        &periods,
        &days,
        &values,
        &sources,
        &explanations as &[Option<String>],
        &notes,
        &photos as &[Option<Uuid>],
        state.code(),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes one that waits to take another's place.
pub async fn add_correction(tx: &mut TenantTx, reading: &NewReading, replaces: ReadingId) -> Result<()> {
    sqlx::query!(
        "insert into reading (reading_id, meter_id, unit_id, utility, period, read_on, value, source, explanation, note,
                              photo_id, state, replaces)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'draft', $12)",
        reading.id as ReadingId,
        reading.meter as MeterId,
        reading.unit as UnitId,
        reading.utility.code(),
        reading.period,
        reading.on,
        reading.value,
        reading.source.code(),
        reading.explanation.map(Explanation::code),
        reading.note,
        reading.photo as Option<FileId>,
        replaces as ReadingId,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Brings readings into a state, with the reason for it. Answers how many there were.
pub async fn bring(tx: &mut TenantTx, readings: &[ReadingId], state: State, reason: &str) -> Result<u64> {
    let ids: Vec<Uuid> = readings.iter().map(|id| id.uuid()).collect();
    let done = sqlx::query!(
        "update reading set state = $2, state_reason = $3 where reading_id = any ($1) and state <> $2",
        &ids,
        state.code(),
        reason,
    );
    Ok(done.execute(tx).await?.rows_affected())
}

/// A reading with what became of it.
#[derive(Clone, Debug)]
pub struct Past {
    pub id: ReadingId,
    pub meter: MeterId,
    pub unit: UnitId,
    pub code: String,
    pub period: Date,
    pub on: Date,
    pub value: Decimal,
    pub from: Option<Decimal>,
    pub used: Option<Decimal>,
    pub state: State,
    pub state_reason: String,
    pub source: Source,
    pub explanation: Option<Explanation>,
    pub note: String,
    pub photo: Option<FileId>,
    pub billed: bool,
    pub by: Option<String>,
}

/// Readings of some units, the newest first; `most` of them.
pub async fn history(tx: &mut TenantTx, units: &[UnitId], utility: Utility, most: i64) -> Result<Vec<Past>> {
    let ids: Vec<Uuid> = units.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query_as!(
        Past,
        r#"select r.reading_id as "id: ReadingId", r.meter_id as "meter: MeterId", r.unit_id as "unit: UnitId",
                  u.code as "code!", r.period, r.read_on as "on", r.value, r.counted_from as "from?", r.used as "used?",
                  r.state as "state: State", r.state_reason, r.source as "source: Source",
                  r.explanation as "explanation?: Explanation", r.note, r.photo_id as "photo?: FileId",
                  (b.reading_id is not null) as "billed!",
                  account_name(s.account_id) as "by?"
             from reading r join metered_unit u using (complex_id, unit_id)
             left join reading_billed b using (complex_id, reading_id)
             left join lateral (
                  select t.account_id from reading_step t
                   where t.complex_id = r.complex_id and t.reading_id = r.reading_id
                   order by t.step_id desc limit 1) s on true
            where r.unit_id = any ($1) and r.utility = $2
            order by r.period desc, r.reading_id desc limit $3"#,
        &ids,
        utility.code(),
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// One reading by its id.
pub async fn find(tx: &mut TenantTx, id: ReadingId) -> Result<Option<(UnitId, Utility, Date, State)>> {
    let row = sqlx::query!(
        r#"select r.unit_id as "unit: UnitId", r.utility as "utility: Utility", r.period, r.state as "state: State"
             from reading r join metered_unit u using (complex_id, unit_id) where r.reading_id = $1"#,
        id as ReadingId,
    );
    Ok(row.fetch_optional(tx).await?.map(|row| (row.unit, row.utility, row.period, row.state)))
}

/// Counted readings for programs, by month and unit, after a key.
pub async fn page(
    tx: &mut TenantTx,
    utility: Utility,
    period: Option<Date>,
    rts: Option<&[Uuid]>,
    after: Option<ReadingId>,
    most: i64,
) -> Result<Vec<Past>> {
    let rows = sqlx::query_as!(
        Past,
        r#"select r.reading_id as "id: ReadingId", r.meter_id as "meter: MeterId", r.unit_id as "unit: UnitId",
                  u.code as "code!", r.period, r.read_on as "on", r.value, r.counted_from as "from?", r.used as "used?",
                  r.state as "state: State", r.state_reason, r.source as "source: Source",
                  r.explanation as "explanation?: Explanation", r.note, r.photo_id as "photo?: FileId",
                  (b.reading_id is not null) as "billed!", null::text as "by?"
             from reading r join metered_unit u using (complex_id, unit_id)
             left join reading_billed b using (complex_id, reading_id)
            where r.utility = $1 and ($2::date is null or r.period = $2) and ($3::uuid[] is null or u.rt_id = any ($3))
              and ($4::uuid is null or r.reading_id > $4)
            order by r.reading_id limit $5"#,
        utility.code(),
        period,
        rts,
        after as Option<ReadingId>,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Which units these house numbers name, in any spelling; a number that names none is left out.
pub async fn named(tx: &mut TenantTx, codes: &[String]) -> Result<Vec<(String, UnitId)>> {
    let rows = sqlx::query!(
        r#"select t.code as "typed!", u.unit_id as "unit!: UnitId"
             from unnest($1::text[]) t (code) join metered_unit u on u.sort_key = unit_sort_key(t.code)"#,
        codes,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.typed, row.unit)).collect())
}
