//! A function of 0016_mail_and_retention.sql.

use tenancy::{Credential, HallTx, Result};

pub async fn note(tx: &mut HallTx, credential: &Credential, slug: &str) -> Result<()> {
    let (kind, hash, family) = match credential {
        Credential::Session(hash) => ("session", Some(&hash[..]), None),
        Credential::Token(hash) => ("token", Some(&hash[..]), None),
        Credential::Access { family, .. } => ("account", None, Some(family.uuid())),
    };
    sqlx::query!("select note_presence($1, $2, $3, $4)", kind, hash, family, slug).execute(tx).await?;
    Ok(())
}
