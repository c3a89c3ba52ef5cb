//! Questions to services of others over https: one way to make the client, and one way to hear an answer or none.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode};

/// What we read of an answer at most.
const MOST_ANSWER: usize = 65_536;

/// # Errors
/// When the machine's certificates cannot be read.
pub fn client(patience: Duration) -> Result<Client, String> {
    // Somebody else in the process may have chosen the provider before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .timeout(patience)
        // A key that follows a redirect goes to a stranger.
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|error| error.to_string())
}

/// What came back, whole.
pub struct Answer {
    pub status: StatusCode,
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
    /// A connection that was never made carried nothing.
    #[error("no connection")]
    Unheard,
    #[error("no answer in time")]
    Late,
    #[error("the answer broke off")]
    Broken,
    #[error("the answer is too long")]
    Endless,
}

pub async fn ask(request: RequestBuilder) -> Result<Answer, Silence> {
    let mut response = request.send().await.map_err(|error| silence(&error))?;
    let status = response.status();
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| silence(&error))? {
        if body.len() + piece.len() > MOST_ANSWER {
            return Err(Silence::Endless);
        }
        body.extend_from_slice(&piece);
    }
    Ok(Answer { status, body })
}

fn silence(error: &reqwest::Error) -> Silence {
    if error.is_connect() {
        Silence::Unheard
    } else if error.is_timeout() {
        Silence::Late
    } else {
        Silence::Broken
    }
}
