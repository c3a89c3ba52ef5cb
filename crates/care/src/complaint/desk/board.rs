//! A column for each state that is not over, what is due first on top. For a wide screen; on a phone the columns stand
//! below each other.

use crate::classifier;
use askama::Template;
use tenancy::{May, policy::HandleComplaints};
use web::{
    Browser, Shell,
    shell::parts::{Choice, Tone},
};

use super::{
    super::{model::State, view::Row},
    filter::{Facets, Filter},
    sql::{self, Wanted},
};

/// Cards of one column; the rest stands in the list.
const CARDS: i64 = 15;

struct Column {
    title: &'static str,
    tone: Tone,
    count: i64,
    rows: Vec<Row>,
    /// The list of this state, when the column does not hold all of it.
    rest: String,
}

#[derive(Template)]
#[template(path = "complaint/desk/board.html")]
struct Board {
    s: Shell,
    base: String,
    list: String,
    filter: Filter,
    categories: Vec<Choice>,
    assignees: Vec<Choice>,
    columns: Vec<Column>,
}

pub async fn page(may: &May<HandleComplaints>, browser: &Browser, mut filter: Filter) -> web::Result {
    filter.status.clear();
    let wanted = filter.wanted();
    let mut tx = may.begin().await?;
    let counted = sql::counted(&mut tx, &wanted.needle).await?;
    let names = classifier::names(&mut tx).await?;
    let facets = Facets { rows: &counted, wanted: &wanted, names: &names };
    let s = browser.office(may, browser.texts().get("care-title"));
    let (base, zone) = (may.place().path("keluhan"), may.place().zone);
    let mut columns = Vec::new();
    for state in [State::Received, State::Assigned, State::Working, State::Waiting, State::Solved] {
        let of_state = Wanted { state: Some(state), ..wanted.clone() };
        let lines = sql::lines(&mut tx, &of_state, None, CARDS).await?;
        let count = facets.of_state(state);
        columns.push(Column {
            title: state.word(),
            tone: state.tone(),
            count,
            rows: lines.iter().map(|line| Row::of(&s, zone, &names, &base, line, tx.now())).collect(),
            rest: if count > CARDS { filter.href(&base, state.code(), ("", "")) } else { String::new() },
        });
    }
    web::page(&Board {
        categories: facets.categories(&s),
        assignees: facets.assignees(&s),
        list: filter.href(&base, "", ("", "")),
        columns,
        base,
        filter,
        s,
    })
}
