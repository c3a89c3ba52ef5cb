//! A mail server on this machine: it takes what it is given, or refuses when a test says so, and shows what came.

use std::sync::{Arc, Mutex};

use jobs::{Registry, Tools, run_all_now};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::Kit;

/// Speaks as much SMTP (RFC 5321) as a client needs to hand over a letter.
#[derive(Clone, Debug)]
pub struct MailServer {
    address: std::net::SocketAddr,
    box_: Arc<Mutex<Letterbox>>,
}

#[derive(Debug, Default)]
struct Letterbox {
    letters: Vec<Delivered>,
    /// What the next recipients are answered with, instead of yes.
    refusals: Vec<String>,
    greetings: Vec<String>,
}

/// One letter as it came over the wire.
#[derive(Clone, Debug)]
pub struct Delivered {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body, dots unstuffed.
    pub raw: String,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { address: listener.local_addr().unwrap(), box_: Arc::default() };
        let letterbox = server.box_.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, letterbox.clone()));
            }
        });
        server
    }

    /// For `KLUSTERA_SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The next recipient gets this answer, such as `550 5.1.1 no such user`.
    pub fn refuse_once(&self, answer: &str) {
        self.box_.lock().unwrap().refusals.push(answer.to_owned());
    }

    pub fn letters(&self) -> Vec<Delivered> {
        self.box_.lock().unwrap().letters.clone()
    }

    /// By which names clients greeted.
    pub fn greetings(&self) -> Vec<String> {
        self.box_.lock().unwrap().greetings.clone()
    }
}

impl Delivered {
    /// Of the headers above the body; long ones folded back into one line.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let wanted = format!("{}:", name.to_lowercase());
        let line = head.split("\r\n").find(|line| line.to_lowercase().starts_with(&wanted))?;
        Some(line[wanted.len()..].trim().to_owned())
    }

    /// Everything in it, quoted-printable read (RFC 2045).
    pub fn text(&self) -> String {
        let joined = self.raw.replace("=\r\n", "");
        let bytes = joined.as_bytes();
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let hex = (bytes[at] == b'=').then(|| joined.get(at + 1..at + 3)).flatten();
            match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                Some(byte) => {
                    out.push(byte);
                    at += 3;
                }
                None => {
                    out.push(bytes[at]);
                    at += 1;
                }
            }
        }
        String::from_utf8_lossy(&out).into_owned()
    }
}

async fn serve(stream: TcpStream, letterbox: Arc<Mutex<Letterbox>>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let (mut from, mut to) = (String::new(), Vec::new());
    write.write_all(b"220 testkit ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line.get(..4).unwrap_or(&line).to_uppercase();
        let answer = match verb.as_str() {
            "EHLO" | "HELO" => {
                letterbox.lock().unwrap().greetings.push(line[4..].trim().to_owned());
                "250-testkit\r\n250 8BITMIME".to_owned()
            }
            "MAIL" => {
                from = bracketed(&line);
                to.clear();
                "250 ok".to_owned()
            }
            "RCPT" => match letterbox.lock().unwrap().refusals.pop() {
                Some(refusal) => refusal,
                None => {
                    to.push(bracketed(&line));
                    "250 ok".to_owned()
                }
            },
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut raw = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                    raw.push_str("\r\n");
                }
                let letter = Delivered { from: from.clone(), to: to.clone(), raw };
                letterbox.lock().unwrap().letters.push(letter);
                "250 taken".to_owned()
            }
            "QUIT" => "221 bye".to_owned(),
            "RSET" | "NOOP" => "250 ok".to_owned(),
            _ => "502 not here".to_owned(),
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

fn bracketed(line: &str) -> String {
    line.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or("", |(address, _)| address)
        .to_owned()
}

impl Kit {
    /// Does the platform's jobs that are about letters to this kit's people; what failed before is tried again. All
    /// tests share one queue, so those that are meant are first marked as Griya Melati's.
    pub async fn send_letters(&self, registry: &Registry, tools: &Tools) {
        let people: Vec<_> =
            self.melati.people().chain(self.mawar.people()).map(|person| person.account).collect();
        sqlx::query(
            "update graphile_worker._private_jobs j set flags = jsonb_build_object($1::text, true), run_at = now()
              where j.payload -> 'job' ->> 'mail' in
                    (select m.mail_id::text from mail m where m.account_id = any ($2))",
        )
        .bind(self.melati.id.to_string())
        .bind(&people)
        .execute(&self.owner)
        .await
        .unwrap();
        run_all_now(registry, &self.owner_options, &self.store, tools, &[self.melati.id]).await.unwrap();
    }
}
