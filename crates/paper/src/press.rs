//! The press: threads of its own, so that a long print holds up neither the web nor a single receipt.
//!
//! One hand makes single documents, for people who wait. The other hands make prints and bulk. Each side has a bounded
//! queue; all hands are polite to the rest of the machine.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use kernel::Locale;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::setting::{self, Form, Order, Sweep};
use crate::{Document, Letterhead, PaperFault, picture};

/// How much of the machine paper may take.
#[derive(Clone, Copy, Debug)]
pub struct PressSettings {
    /// Threads for prints and bulk; one more is for single documents.
    pub hands: usize,
    /// Single documents that may wait before the next caller hears [`PaperFault::Busy`].
    pub waiting: usize,
    /// Seconds for a single document, waiting included.
    pub document_seconds: u64,
    /// Seconds for a print of many documents.
    pub print_seconds: u64,
}

impl Default for PressSettings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { hands: cores.min(4), waiting: 64, document_seconds: 30, print_seconds: 300 }
    }
}

/// Makes bytes of documents. Cheap to clone; all clones share threads and queues.
#[derive(Clone)]
pub struct Press {
    single: Arc<Side>,
    bulk: Arc<Side>,
    settings: PressSettings,
}

/// One group of threads with its queue.
pub(crate) struct Side {
    pool: ThreadPool,
    hands: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl Press {
    pub fn start(settings: PressSettings) -> Result<Self, PaperFault> {
        Ok(Self {
            single: Arc::new(Side::new(1, settings.waiting)?),
            bulk: Arc::new(Side::new(settings.hands.max(1), settings.waiting)?),
            settings,
        })
    }

    /// One document as PDF.
    pub async fn pdf(
        &self,
        letterhead: &Letterhead,
        locale: Locale,
        document: Document,
    ) -> Result<Bytes, PaperFault> {
        let order = order(letterhead, locale, vec![document], Form::Paper);
        self.single.run(self.settings.document_seconds, move || pdf(&order)).await
    }

    /// One document as picture for a chat: at most [`crate::PNG_LIMIT_BYTES`]. Invoice, receipt and recap become a card
    /// that a phone shows readably; the others their page, if they have only one.
    pub async fn png(
        &self,
        letterhead: &Letterhead,
        locale: Locale,
        document: Document,
    ) -> Result<Bytes, PaperFault> {
        let order = order(letterhead, locale, vec![document], Form::Card);
        self.single.run(self.settings.document_seconds, move || png(&order)).await
    }

    /// Many documents as one PDF to print, each beginning on a page of its own: at most 500, beyond them
    /// [`Press::prints`].
    pub async fn print(
        &self,
        letterhead: &Letterhead,
        locale: Locale,
        documents: Vec<Document>,
    ) -> Result<Bytes, PaperFault> {
        let order = order(letterhead, locale, documents, Form::Paper);
        self.bulk.run(self.settings.print_seconds, move || pdf(&order)).await
    }

    /// Thousands of documents as PDFs of 150 documents each, in their order, made as they are taken.
    pub fn prints<I>(
        &self,
        letterhead: &Letterhead,
        locale: Locale,
        documents: I,
    ) -> impl Stream<Item = Result<Bytes, PaperFault>> + Send + use<I>
    where
        I: IntoIterator<Item = Document>,
        I::IntoIter: Send,
    {
        let mut documents = documents.into_iter();
        let parts = std::iter::from_fn(move || {
            let part: Vec<Document> = documents.by_ref().take(setting::PART).collect();
            (!part.is_empty()).then_some(part)
        });
        let (letterhead, press) = (letterhead.clone(), self.clone());
        let one = move |part| {
            let (letterhead, press) = (letterhead.clone(), press.clone());
            async move { press.print(&letterhead, locale, part).await }
        };
        stream::iter(parts).map(one).buffered(self.settings.hands.max(1))
    }

    /// Many documents as one PDF each, in their order, made as they are taken.
    pub fn pdfs<I>(
        &self,
        letterhead: &Letterhead,
        locale: Locale,
        documents: I,
    ) -> impl Stream<Item = Result<Bytes, PaperFault>> + Send + use<I>
    where
        I: IntoIterator<Item = Document>,
        I::IntoIter: Send,
    {
        let (letterhead, side, seconds) =
            (letterhead.clone(), Arc::clone(&self.bulk), self.settings.document_seconds);
        let ahead = self.settings.hands.max(1) * 2;
        let one = move |document| {
            let (order, side) = (order(&letterhead, locale, vec![document], Form::Paper), Arc::clone(&side));
            async move { side.run(seconds, move || pdf(&order)).await }
        };
        stream::iter(documents).map(one).buffered(ahead)
    }
}

impl Side {
    pub(crate) fn new(hands: usize, waiting: usize) -> Result<Self, PaperFault> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(hands)
            .thread_name(|hand| format!("press-{hand}"))
            .start_handler(|_| be_polite())
            .build()
            .map_err(|fault| PaperFault::Start(fault.to_string()))?;
        let (at_work, waiting) = (Semaphore::new(hands), Semaphore::new(hands + waiting));
        Ok(Self { pool, hands: Arc::new(at_work), queue: Arc::new(waiting) })
    }

    /// Waits for a hand, works, and answers in time or with a fault. A hand that is late keeps its place until it is done.
    pub(crate) async fn run(
        &self,
        seconds: u64,
        work: impl FnOnce() -> Result<Vec<u8>, PaperFault> + Send + 'static,
    ) -> Result<Bytes, PaperFault> {
        let place = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| PaperFault::Busy)?;
        let answer = async {
            let hand = Arc::clone(&self.hands).acquire_owned().await.map_err(|_| PaperFault::Broken)?;
            self.begin(work, [place, hand]).await.map_err(|_| PaperFault::Broken)?
        };
        let answer = tokio::time::timeout(Duration::from_secs(seconds), answer).await;
        answer.map_err(|_| PaperFault::TooSlow(seconds))?.map(Bytes::from)
    }

    fn begin<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PaperFault> + Send + 'static,
        held: [OwnedSemaphorePermit; 2],
    ) -> oneshot::Receiver<Result<T, PaperFault>> {
        let (tell, told) = oneshot::channel();
        self.pool.spawn(move || {
            let done = if tell.is_closed() { Err(PaperFault::Broken) } else { swept(work) };
            drop(held);
            let _ = tell.send(done);
        });
        told
    }
}

/// The work with what must follow it on every path: forgetting, and surviving a panic.
fn swept<T>(work: impl FnOnce() -> Result<T, PaperFault>) -> Result<T, PaperFault> {
    catch_unwind(AssertUnwindSafe(|| {
        let _sweep = Sweep;
        work()
    }))
    .unwrap_or(Err(PaperFault::Broken))
}

fn order(letterhead: &Letterhead, locale: Locale, documents: Vec<Document>, form: Form) -> Order {
    Order { letterhead: letterhead.clone(), locale, documents, form }
}

fn pdf(order: &Order) -> Result<Vec<u8>, PaperFault> {
    let (pages, day) = order.set()?;
    setting::pdf(&pages, day)
}

fn png(order: &Order) -> Result<Vec<u8>, PaperFault> {
    let (pages, _) = order.set()?;
    match pages.pages() {
        [page] => picture::png(page),
        pages => Err(PaperFault::ManyPages(pages.len())),
    }
}

/// Behind everybody who waits for a page. On Linux this is about the thread, elsewhere about the process: not there.
fn be_polite() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}
