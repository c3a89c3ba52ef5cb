//! The live part of the page: the box again whenever something about the link changed, and when its code runs out.
//! The first message is the state itself, so whoever comes back to the page sees it at once.

use std::{convert::Infallible, time::Duration};

use askama::Template as _;
use axum::{
    Extension,
    extract::State,
    response::{
        IntoResponse as _,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use tenancy::{Store, Ticket};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use uuid::Uuid;
use web::{Browser, Query};

use super::{
    BillTicket,
    pay::open,
    sheet::{Asked, PayBox},
};
use crate::live::Live;

/// A page that waits longer than this asks anew; a server that stops does not wait for it.
const LONGEST: Duration = Duration::from_secs(15 * 60);

struct Watch {
    ticket: Ticket<BillTicket>,
    browser: Browser,
    store: Store,
    asked: Asked,
    news: Receiver<Uuid>,
    is_first: bool,
    until: Option<kernel::Instant>,
    ends: tokio::time::Instant,
}

pub async fn live(
    ticket: Ticket<BillTicket>,
    browser: Browser,
    State(store): State<Store>,
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
) -> web::Result {
    // Watched before the state is read, so that nothing falls between.
    let news = live.watch(&store).await;
    open(&ticket, &asked).await?;
    let ends = tokio::time::Instant::now() + LONGEST;
    let watch = Watch { ticket, browser, store, asked, news, is_first: true, until: None, ends };
    let messages = stream::unfold(watch, |mut watch| async move {
        let html = watch.next().await?;
        Some((Ok::<_, Infallible>(Event::default().data(html)), watch))
    });
    Ok(Sse::new(messages).keep_alive(KeepAlive::default()).into_response())
}

impl Watch {
    /// The box as it is after the next change; `None` ends the stream, and the page connects again.
    async fn next(&mut self) -> Option<String> {
        if !std::mem::take(&mut self.is_first) {
            self.wait().await?;
        }
        let (mut tx, sheet) = open(&self.ticket, &self.asked).await.ok()?;
        let pay = PayBox::load(&mut tx, &self.store, &self.browser, &sheet, self.asked.upaya).await.ok()?;
        self.until = pay.until;
        pay.render().ok()
    }

    async fn wait(&mut self) -> Option<()> {
        let left = self.until.and_then(|until| (until - self.store.now()).to_std().ok());
        let runs_out = tokio::time::Instant::now() + left.unwrap_or(LONGEST) + Duration::from_millis(200);
        loop {
            tokio::select! {
                news = self.news.recv() => match news {
                    Ok(link) if link == self.ticket.subject() => return Some(()),
                    Ok(_) => {}
                    // Behind: whatever was missed is in the state.
                    Err(RecvError::Lagged(_)) => return Some(()),
                    Err(RecvError::Closed) => return None,
                },
                () = tokio::time::sleep_until(runs_out) => return Some(()),
                () = tokio::time::sleep_until(self.ends) => return None,
            }
        }
    }
}
