//! A small load generator: keep-alive connections that ask for one path again and again.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// One GET that is sent again and again.
#[derive(Clone, Debug)]
pub struct Shot {
    pub address: String,
    pub path: String,
    /// The header that says who asks.
    pub right: String,
}

pub struct Volley {
    pub requests: u64,
    pub wall: Duration,
    /// Sorted, in microseconds.
    pub micros: Vec<u64>,
}

impl Volley {
    pub fn p95_millis(&self) -> f64 {
        let at = (self.micros.len() * 95 / 100).min(self.micros.len().saturating_sub(1));
        self.micros.get(at).map_or(0.0, |micros| *micros as f64 / 1000.0)
    }
}

pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    request: String,
}

impl Connection {
    pub async fn open(shot: &Shot) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(&shot.address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(128 * 1024),
            request: format!("GET {}\r\n", head(shot)),
        })
    }

    /// Sends this JSON as a request of its own; status and body of the answer.
    pub async fn post(&mut self, shot: &Shot, json: &str) -> anyhow::Result<(u16, Vec<u8>)> {
        self.request = format!(
            "POST {}Content-Type: application/json\r\nIdempotency-Key: {}\r\nContent-Length: {}\r\n\r\n{json}",
            head(shot),
            uuid::Uuid::now_v7(),
            json.len()
        );
        self.ask().await
    }

    /// Sends the request and reads the whole answer; its status and body.
    pub async fn ask(&mut self) -> anyhow::Result<(u16, Vec<u8>)> {
        self.stream.write_all(self.request.as_bytes()).await?;
        self.buffer.clear();
        loop {
            let n = self.stream.read_buf(&mut self.buffer).await?;
            ensure!(n > 0, "the server closed the connection");
            if let Some(answer) = whole(&self.buffer)? {
                return Ok(answer);
            }
        }
    }
}

fn head(shot: &Shot) -> String {
    format!("{} HTTP/1.1\r\nHost: {}\r\n{}\r\nAccept-Language: id\r\n", shot.path, shot.address, shot.right)
}

/// The answer, once all of it is here. Our servers send a length or chunks.
fn whole(buffer: &[u8]) -> anyhow::Result<Option<(u16, Vec<u8>)>> {
    let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&buffer[..end])?.to_ascii_lowercase();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
    let body = &buffer[end + 4..];
    if let Some(length) = head.lines().find_map(|line| line.strip_prefix("content-length:")) {
        let length: usize = length.trim().parse()?;
        return Ok((body.len() >= length).then(|| (status, body[..length].to_vec())));
    }
    if head.contains("transfer-encoding: chunked") {
        return Ok(body.ends_with(b"0\r\n\r\n").then(|| (status, body.to_vec())));
    }
    bail!("an answer without a length: {head}")
}

/// As many requests as fit into the time, over this many connections. Anything but 200 is an error.
pub async fn fire(shot: &Shot, connections: usize, time: Duration) -> anyhow::Result<Volley> {
    let began = Instant::now();
    let until = began + time;
    let mut gunners = Vec::new();
    for _ in 0..connections {
        let shot = shot.clone();
        gunners.push(tokio::spawn(async move {
            let mut connection = Connection::open(&shot).await?;
            let mut micros = Vec::new();
            while Instant::now() < until {
                let sent = Instant::now();
                let (status, _) = connection.ask().await?;
                ensure!(status == 200, "{} answered {status}", shot.path);
                micros.push(u64::try_from(sent.elapsed().as_micros())?);
            }
            anyhow::Ok(micros)
        }));
    }
    let mut micros = Vec::new();
    for gunner in gunners {
        micros.extend(gunner.await??);
    }
    micros.sort_unstable();
    Ok(Volley { requests: micros.len() as u64, wall: began.elapsed(), micros })
}
