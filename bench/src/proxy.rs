//! Counts round trips: a socket between the server and PostgreSQL that passes everything on and reads the headlines.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        UnixListener, UnixStream,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// What passed so far, over all connections.
#[derive(Debug, Default)]
pub struct Counts {
    /// `ReadyForQuery` from PostgreSQL: one for each round trip.
    ready: AtomicU64,
    /// `Bind` to PostgreSQL: one for each statement with parameters.
    bound: AtomicU64,
}

impl Counts {
    pub fn now(&self) -> (u64, u64) {
        (self.ready.load(Ordering::SeqCst), self.bound.load(Ordering::SeqCst))
    }
}

/// Listens in `folder` under PostgreSQL's own socket name and passes on to the server in `to`.
pub fn start(folder: &Path, to: PathBuf) -> anyhow::Result<Arc<Counts>> {
    let counts = Arc::new(Counts::default());
    let listener = UnixListener::bind(folder.join(".s.PGSQL.5432"))?;
    let shared = counts.clone();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = UnixStream::connect(to.join(".s.PGSQL.5432")).await else { continue };
            let ((from_client, to_client), (from_server, to_server)) =
                (client.into_split(), server.into_split());
            tokio::spawn(pass(from_client, to_server, shared.clone(), Side::Client));
            tokio::spawn(pass(from_server, to_client, shared.clone(), Side::Server));
        }
    });
    Ok(counts)
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Client,
    Server,
}

async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    counts: Arc<Counts>,
    side: Side,
) -> std::io::Result<()> {
    // The client's first message has no type byte.
    if side == Side::Client {
        let length = from.read_u32().await?;
        let mut rest = vec![0; length.saturating_sub(4) as usize];
        from.read_exact(&mut rest).await?;
        to.write_all(&length.to_be_bytes()).await?;
        to.write_all(&rest).await?;
    }
    loop {
        let kind = from.read_u8().await?;
        let length = from.read_u32().await?;
        let mut body = vec![0; length.saturating_sub(4) as usize];
        from.read_exact(&mut body).await?;
        match (side, kind) {
            (Side::Server, b'Z') => counts.ready.fetch_add(1, Ordering::SeqCst),
            (Side::Client, b'B') => counts.bound.fetch_add(1, Ordering::SeqCst),
            _ => 0,
        };
        let mut message = Vec::with_capacity(body.len() + 5);
        message.push(kind);
        message.extend_from_slice(&length.to_be_bytes());
        message.extend_from_slice(&body);
        to.write_all(&message).await?;
    }
}
