//! What the tests of this room find there: 240 houses in six blocks, an owner in each.

use axum::http::HeaderMap;
use testkit::{Client, Complex, Kit, Page};

/// Griya Melati with its houses: A-01 to F-40; the first forty lie in RT 01, of which Joko Susilo is the head.
pub async fn settled() -> Kit {
    let kit = Kit::open(homes::routes()).await;
    settle(&kit, &kit.melati, 40).await;
    settle(&kit, &kit.mawar, 4).await;
    kit
}

async fn settle(kit: &Kit, complex: &Complex, houses: i32) {
    let mut tx = kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true), set_config('app.now', $2, true)")
        .bind(complex.id.to_string())
        .bind(kit.store.now().to_rfc3339())
        .execute(&mut *tx)
        .await
        .unwrap();
    for statement in [
        "insert into area (area_id, kind, code, name)
         select gen_random_uuid(), 'block', chr(64 + b), 'Blok ' || chr(64 + b) from generate_series(1, 6) b
          where $1 > 0 and $2::uuid is not null",
        "insert into unit (unit_id, code, block_id, rt_id, unit_type, land_m2, status)
         select gen_random_uuid(), a.code || '-' || lpad(n::text, 2, '0'), a.area_id,
                case when a.code = 'A' then $2::uuid end, 'Tipe 45', 90,
                (array['lived_in', 'rented', 'empty', 'plot'])[n % 4 + 1]
           from area a, generate_series(1, $1) n where a.kind = 'block'",
        "insert into person (person_id, name, phone)
         select gen_random_uuid(), 'Pemilik ' || code, '+62811' || lpad(row_number() over (order by sort_key)::text, 7, '0')
           from unit where $1 > 0 and $2::uuid is not null",
        "insert into occupancy (occupancy_id, unit_id, person_id, kind, period, payer)
         select gen_random_uuid(), u.unit_id, p.person_id, 'owner', daterange('2020-01-01', null), true
           from unit u join person p on p.name = 'Pemilik ' || u.code and p.complex_id = u.complex_id
          where u.status in ('lived_in', 'rented') and $1 > 0 and $2::uuid is not null",
    ] {
        let statement = statement.replace(" from unit where", " from unit where complex_id = current_complex() and");
        let statement = statement.replace("where a.kind", "where a.complex_id = current_complex() and a.kind");
        let statement = statement.replace("where u.status", "where u.complex_id = current_complex() and u.status");
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(houses)
            .bind(complex.area.uuid())
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

/// The address of the link that carries these words.
pub fn link_before(page: &Page, words: &str) -> Option<String> {
    let text = page.text();
    let at = text.find(words)?;
    let link = text[..at + words.len()].rfind("<a ")?;
    let from = link + text[link..].find("href=\"")? + 6;
    let length = text[from..].find('"')?;
    Some(text[from..from + length].to_owned())
}

/// Where a list goes on (`next`) or came from (`prev`).
pub fn turn(page: &Page, to: &str) -> Option<String> {
    link_before(page, &format!("rel=\"{to}\""))
}

/// All house numbers that a list shows, in order.
pub fn codes(page: &Page) -> Vec<String> {
    let text = page.text();
    let cells = text.split("data-k=\"judul\"><a href=\"").skip(1);
    cells.filter_map(|cell| Some(cell.split_once("\">")?.1.split_once("</a>")?.0.to_owned())).collect()
}

/// The value of an input or the target of a form, by what stands before it.
pub fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    let from = text.find(mark).unwrap_or_else(|| panic!("no {mark:?} in {text}")) + mark.len();
    let length = text[from..].find('"').unwrap();
    &text[from..from + length]
}

/// Where the toast's undo button posts to.
pub fn undo_of(page: &Page) -> String {
    let text = page.text();
    let at = text.find("/urungkan\"").unwrap_or_else(|| panic!("nothing to undo in {text}"));
    let from = text[..at].rfind("action=\"").unwrap() + 8;
    text[from..at].to_owned() + "/urungkan"
}

pub fn content_type(headers: &HeaderMap) -> &str {
    headers.get("content-type").unwrap().to_str().unwrap()
}

/// A tenant moves into a unit through the form.
pub async fn rent(manager: &mut Client, complex: &Complex, unit: &str, fields: &[(&str, &str)]) -> Page {
    let usual = [("sebagai", "tenant"), ("status", "rented")];
    let mut all: Vec<(&str, &str)> =
        usual.into_iter().filter(|(k, _)| !fields.iter().any(|(f, _)| f == k)).collect();
    all.extend_from_slice(fields);
    manager.submit(&complex.path(&format!("unit/{unit}/ubah-penghuni")), &all).await
}
