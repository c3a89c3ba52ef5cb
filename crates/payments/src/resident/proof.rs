//! The photo of a transfer and the fields around it, read out of one form.

use axum::extract::Multipart;
use files::{Bytes, CannotStore, Files, Keeping, Prepared, Purpose, Upload};
use kernel::{Locale, PaymentId};
use sha2::{Digest as _, Sha256};
use tenancy::TenantTx;
use web::Faults;

use crate::payment::sql;

/// Photos and screenshots of transfers.
pub const PROOFS: Purpose = Purpose::photos("transfer_proof");

/// What the form says.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub id: String,
    pub unit: String,
    pub jumlah: String,
    pub tanggal: String,
    pub pengirim: String,
    pub catatan: String,
    pub name: String,
    pub photo: Bytes,
}

impl Sent {
    pub async fn read(mut form: Multipart) -> web::Result<Self> {
        let mut sent = Self::default();
        let unreadable = |error: axum::extract::multipart::MultipartError| {
            web::Error::unreadable(error.status(), error.body_text())
        };
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(unreadable)?;
            let text = || String::from_utf8_lossy(&bytes).into_owned();
            match name.as_str() {
                "id" => sent.id = text(),
                "unit" => sent.unit = text(),
                "jumlah" => sent.jumlah = text(),
                "tanggal" => sent.tanggal = text(),
                "pengirim" => sent.pengirim = text(),
                "catatan" => sent.catatan = text(),
                "bukti" => {
                    sent.name = file.unwrap_or_default();
                    sent.photo = bytes;
                }
                _ => {}
            }
        }
        Ok(sent)
    }

    /// The photo, drawn anew, or a sentence at its field.
    pub async fn photo(
        &self,
        files: &Files,
        locale: Locale,
        faults: &mut Faults,
    ) -> web::Result<Option<Prepared>> {
        let upload = Upload { purpose: PROOFS, name: self.name.clone(), content: self.photo.clone() };
        match files.prepare(upload).await {
            Ok(prepared) => Ok(Some(prepared)),
            Err(refusal) if refusal.is_about_the_file() => {
                faults.put("bukti", refusal.say(locale));
                Ok(None)
            }
            Err(refusal) => Err(broken(refusal)),
        }
    }
}

/// Keeps the photo as the proof of this payment.
pub async fn keep(
    tx: &mut TenantTx,
    files: &Files,
    payment: PaymentId,
    photo: Prepared,
    note: &str,
) -> web::Result<()> {
    let hash = Sha256::digest(photo.content());
    let file = files.keep(tx, photo, Keeping::Attached).await.map_err(broken)?;
    let id = PaymentId::new(tx.now()).uuid();
    Ok(sql::insert_proof(tx, id, payment, file, &hash, note).await?)
}

fn broken(refusal: CannotStore) -> web::Error {
    match refusal {
        CannotStore::Tenancy(error) => error.into(),
        other => web::Error::broken(other),
    }
}
