//! Statements about templates, and the words with them in hand.

use std::collections::HashMap;

use kernel::{EventId, Locale};
use tenancy::{Result, TenantTx};

use super::{model::Template, occasion::Occasion};
use crate::outbox::{Facts, Kind, Words, words};

/// How this complex says things: its own templates, and the house's words for the rest.
#[derive(Clone, Debug, Default)]
pub struct Wording(HashMap<(Occasion, Locale), Template>);

impl Wording {
    pub async fn load(tx: &mut TenantTx) -> Result<Self> {
        let rows = sqlx::query!(
            r#"select occasion as "occasion: Occasion", locale as "locale: Locale", title, body from notice_template"#
        );
        let rows = rows.fetch_all(tx).await?.into_iter();
        Ok(Self(
            rows.map(|row| ((row.occasion, row.locale), Template { title: row.title, text: row.body }))
                .collect(),
        ))
    }

    pub fn own(&self, occasion: Occasion, locale: Locale) -> Option<&Template> {
        self.0.get(&(occasion, locale))
    }

    /// Says it. `place` is the name of the complex.
    pub fn say(&self, kind: Kind, facts: &Facts, place: &str, locale: Locale) -> Words {
        let said = words(kind, facts, place, locale);
        let filled = Occasion::of(kind, facts.days)
            .and_then(|occasion| self.own(occasion, locale)?.fill(occasion, facts, place, locale));
        match filled {
            Some((title, text)) => Words { title, text, ..said },
            None => said,
        }
    }
}

pub async fn save(tx: &mut TenantTx, occasion: Occasion, locale: Locale, own: &Template) -> Result<()> {
    sqlx::query!(
        "insert into notice_template (occasion, locale, template_id, title, body) values ($1, $2, $3, $4, $5)
         on conflict (complex_id, occasion, locale) do update set title = excluded.title, body = excluded.body,
             updated_at = scope_now(), account_id = current_account()",
        occasion.code(),
        locale.code(),
        EventId::new(tx.now()).uuid(),
        own.title,
        own.text,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Back to the house's words.
pub async fn remove(tx: &mut TenantTx, occasion: Occasion, locale: Locale) -> Result<()> {
    sqlx::query!(
        "delete from notice_template where occasion = $1 and locale = $2",
        occasion.code(),
        locale.code()
    )
    .execute(tx)
    .await?;
    Ok(())
}
