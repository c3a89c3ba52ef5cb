//! The wires against a server on this machine that writes down what it was sent.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State};
use http::{HeaderMap, Method, StatusCode, Uri};
use kernel::{Locale, PhoneNumber};
use serde_json::{Value, json};

use super::{
    Carrier as _, Carriers, Fault, Message, RemoteId,
    cloud::{Cloud, Sender},
    fonnte::Fonnte,
    news::{self, News, Step},
};

#[derive(Clone, Debug)]
struct Heard {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: String,
}

#[derive(Clone)]
struct Fake {
    heard: Arc<Mutex<Vec<Heard>>>,
    /// None: it takes the question and never answers.
    says: Option<(StatusCode, String)>,
    address: String,
}

impl Fake {
    /// A service that gives everybody the same answer.
    async fn saying(status: u16, says: &Value) -> Self {
        Self::with(Some((StatusCode::from_u16(status).unwrap(), says.to_string()))).await
    }

    async fn silent() -> Self {
        Self::with(None).await
    }

    async fn with(says: Option<(StatusCode, String)>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let fake = Self { heard: Arc::default(), says, address };
        let app = Router::new().fallback(hear).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        fake
    }

    fn only(&self) -> Heard {
        let heard = self.heard.lock().unwrap();
        assert_eq!(heard.len(), 1, "asked once, never again by itself");
        heard[0].clone()
    }

    fn carriers(&self) -> Carriers {
        Carriers::new().unwrap().at(&self.address)
    }

    fn fonnte(&self) -> Fonnte {
        Fonnte { carriers: self.carriers(), token: "token-perangkat".to_owned() }
    }

    fn cloud(&self) -> Cloud {
        let sender = Sender {
            token: "EAAtoken".to_owned(),
            phone_number_id: "1000001".to_owned(),
            template: "klustera_kabar".to_owned(),
        };
        Cloud { carriers: self.carriers(), sender }
    }
}

async fn hear(
    State(fake): State<Fake>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let body = String::from_utf8(body.to_vec()).unwrap();
    fake.heard.lock().unwrap().push(Heard { method, path: uri.path().to_owned(), headers, body });
    match fake.says {
        Some(answer) => answer,
        None => std::future::pending().await,
    }
}

fn message() -> Message {
    Message {
        to: PhoneNumber::parse("0812 0000 0000").unwrap(),
        locale: Locale::Id,
        text: "Iuran A-12 & B\nRp425.000".to_owned(),
        blanks: [
            "Iuran A-12".to_owned(),
            "Rp425.000\ndua baris".to_owned(),
            "https://k.example/t/x".to_owned(),
        ],
    }
}

#[tokio::test]
async fn fonnte_gets_a_form_with_the_token_bare_and_the_number_whole() {
    let fake = Fake::saying(
        200,
        &json!({"detail":"success! message in queue","id":["80000001"],"process":"pending","requestid":1000001,
                "status":true,"target":["6281200000000"]}),
    )
    .await;
    assert_eq!(fake.fonnte().send(&message()).await, Ok(RemoteId("80000001".to_owned())));
    let heard = fake.only();
    assert_eq!((heard.method, heard.path.as_str()), (Method::POST, "/send"));
    assert_eq!(heard.headers["authorization"], "token-perangkat");
    assert_eq!(heard.headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(
        heard.body,
        "target=6281200000000&message=Iuran+A-12+%26+B%0ARp425.000&countryCode=0&preview=false"
    );
}

#[tokio::test]
async fn fonnte_says_no_with_200_and_whose_fault_it_is_decides_what_follows() {
    let said = |says: Value| async move { Fake::saying(200, &says).await.fonnte().send(&message()).await };
    let setting = |why: &str| Err(Fault::Setting(why.to_owned()));
    assert_eq!(said(json!({"status":false,"reason":"token invalid"})).await, setting("token invalid"));
    assert_eq!(
        said(json!({"Status":false,"reason":"insufficient quota"})).await,
        setting("insufficient quota")
    );
    let never = Err(Fault::Never("target invalid".to_owned()));
    assert_eq!(said(json!({"status":false,"reason":"target invalid"})).await, never);
    // Its number is a number in some answers, and alone in others.
    assert_eq!(said(json!({"Status":true,"id":80_000_002})).await, Ok(RemoteId("80000002".to_owned())));
    let unknown = said(json!({"status":true})).await;
    assert!(matches!(unknown, Err(Fault::Unknown(_))), "{unknown:?}");
}

#[tokio::test]
async fn meta_gets_a_template_in_the_language_of_the_recipient() {
    let fake = Fake::saying(
        200,
        &json!({"messaging_product":"whatsapp","contacts":[{"input":"6281200000000","wa_id":"6281200000000"}],
                "messages":[{"id":"wamid.MADEUP","message_status":"accepted"}]}),
    )
    .await;
    assert_eq!(fake.cloud().send(&message()).await, Ok(RemoteId("wamid.MADEUP".to_owned())));
    let heard = fake.only();
    assert_eq!((heard.method, heard.path.as_str()), (Method::POST, "/v23.0/1000001/messages"));
    assert_eq!(heard.headers["authorization"], "Bearer EAAtoken");
    assert_eq!(heard.headers["content-type"], "application/json");
    let body: Value = serde_json::from_str(&heard.body).unwrap();
    assert_eq!(
        body,
        json!({
            "messaging_product": "whatsapp", "recipient_type": "individual", "to": "6281200000000",
            "type": "template",
            "template": {
                "name": "klustera_kabar", "language": {"code": "id"},
                "components": [{"type": "body", "parameters": [
                    {"type": "text", "text": "Iuran A-12"},
                    {"type": "text", "text": "Rp425.000 dua baris"},
                    {"type": "text", "text": "https://k.example/t/x"},
                ]}],
            },
        })
    );
}

#[tokio::test]
async fn only_what_is_temporary_at_meta_is_tried_again() {
    let said = |status: u16, code: i64| async move {
        let says = json!({"error":{"message":"(#1) to 6281200000000","type":"OAuthException","code":code}});
        Fake::saying(status, &says).await.cloud().send(&message()).await.unwrap_err()
    };
    for (status, code) in [(429, 130_429), (400, 131_056), (500, 131_016)] {
        assert!(matches!(said(status, code).await, Fault::Later(_)), "{code}");
    }
    for code in [131_026, 131_047, 131_050] {
        assert!(matches!(said(400, code).await, Fault::Never(_)), "{code}");
    }
    for (status, code) in [(401, 190), (403, 200), (400, 132_001)] {
        assert!(matches!(said(status, code).await, Fault::Setting(_)), "{code}");
    }
    let why = said(400, 131_026).await.to_string();
    assert_eq!(why, "131026 (#1) to …", "no number in the record");
}

#[tokio::test]
async fn a_message_without_an_answer_is_not_sent_twice() {
    let fake = Fake::silent().await;
    let impatient = Carriers::patient(Duration::from_millis(200)).unwrap();
    let fonnte = Fonnte { carriers: impatient.at(&fake.address), token: "t".to_owned() };
    assert_eq!(fonnte.send(&message()).await, Err(Fault::Unknown("no answer in time".to_owned())));
    fake.only();
    let nowhere = Carriers::new().unwrap().at("http://127.0.0.1:1");
    let nobody = Fonnte { carriers: nowhere, token: "t".to_owned() };
    assert_eq!(nobody.send(&message()).await, Err(Fault::Later("no connection".to_owned())));
}

#[test]
fn meta_is_believed_by_the_signature_over_the_bytes_as_they_came() {
    let body = br#"{"object":"whatsapp_business_account","entry":[]}"#;
    let good = "sha256=5f5d4ae685e6c323ebea2d5a7d58ac41acf4344a54bae38373a09987238e8198";
    assert!(news::is_signed("appsecret123", body, good));
    assert!(!news::is_signed("appsecret124", body, good));
    assert!(!news::is_signed("appsecret123", &[body.as_slice(), b" "].concat(), good));
    for wrong in ["", "sha256=", "sha1=5f5d", "sha256=zz", good.trim_start_matches("sha256=")] {
        assert!(!news::is_signed("appsecret123", body, wrong), "{wrong}");
    }
    assert!(!news::is_signed("", body, good));
}

#[test]
fn meta_learns_that_the_address_is_ours_only_with_our_word() {
    assert_eq!(news::challenge("subscribe", "kata", "123", "kata"), Some("123"));
    assert_eq!(news::challenge("subscribe", "lain", "123", "kata"), None);
    assert_eq!(news::challenge("unsubscribe", "kata", "123", "kata"), None);
    assert_eq!(news::challenge("subscribe", "", "123", ""), None);
}

#[test]
fn meta_says_several_things_at_once_and_what_is_new_to_us_is_passed_over() {
    let status = |id: &str, said: &str| json!({"id":id,"status":said,"timestamp":"1785560100"});
    let body = json!({"object":"whatsapp_business_account","entry":[{"id":"WABA1","changes":[
        {"field":"messages","value":{"statuses":[status("wamid.A","read"), status("wamid.B","teleported")]}},
        {"field":"messages","value":{"messages":[{"from":"6281200000000","id":"wamid.IN","type":"text"}]}},
        {"field":"messages","value":{"statuses":[{"id":"wamid.C","status":"failed",
            "errors":[{"code":131_026,"title":"Message undeliverable"}]}]}},
    ]}]});
    let read = news::of_cloud(body.to_string().as_bytes()).unwrap();
    let news = |remote: &str, step, reason: &str| News { remote: remote.into(), step, reason: reason.into() };
    assert_eq!(
        read,
        [news("wamid.A", Step::Read, ""), news("wamid.C", Step::Failed, "131026 Message undeliverable")]
    );
    assert!(news::of_cloud(b"kabar").is_err());
}

#[test]
fn fonnte_is_understood_by_whichever_of_its_words_is_there() {
    let said = |body: Value| news::of_fonnte(body.to_string().as_bytes()).unwrap();
    let news = |step, reason: &str| Some(News { remote: "80000001".into(), step, reason: reason.into() });
    assert_eq!(said(json!({"device":"628110000000","id":80_000_001,"status":"sent"})), news(Step::Sent, ""));
    assert_eq!(
        said(json!({"id":"80000001","status":"sent","stateid":"3EB0","state":"read"})),
        news(Step::Read, "")
    );
    assert_eq!(said(json!({"id":"80000001","status":"invalid"})), news(Step::Failed, "invalid"));
    assert_eq!(said(json!({"id":"80000001","status":"pending"})), None);
    assert_eq!(said(json!({"status":"sent"})), None);
}
