//! What somebody wants to set, from a form or from a program: checked in one place, kept in one step.

use kernel::{Locale, PhoneNumber, format};
use tenancy::{Result, Store, TenantTx};
use web::texts::texts;

use super::{
    Carriers, Fault, Message,
    key::{self, Purpose, Sealer},
    sql::{self, CarrierName, Setting},
    wire,
};
use crate::outbox::schedule;

/// The dearest message that is believed; above it somebody slipped while typing.
const DEAREST: i64 = 100_000;

/// The setting as it should become. An empty key leaves the one that is known.
#[derive(Clone, Debug)]
pub struct Wish {
    pub carrier: CarrierName,
    pub phone_number_id: String,
    pub template: String,
    pub price: i64,
    pub fonnte_token: String,
    pub cloud_token: String,
    pub cloud_secret: String,
}

/// What is wrong with a wish: which part, and the key of the sentence about it.
pub type Wrong = (Part, &'static str);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    PhoneNumberId,
    Template,
    Price,
    FonnteToken,
    CloudToken,
    CloudSecret,
}

/// The keys that are known, by their last characters.
#[derive(Clone, Debug, Default)]
pub struct Tails {
    pub fonnte_token: String,
    pub cloud_token: String,
    pub cloud_secret: String,
}

impl Tails {
    pub async fn load(tx: &mut TenantTx, store: &Store) -> Result<Self> {
        let sealer = Sealer::of(store.keys());
        let mut tails = Self::default();
        for (purpose, tail) in [
            (Purpose::FonnteToken, &mut tails.fonnte_token),
            (Purpose::CloudToken, &mut tails.cloud_token),
            (Purpose::CloudSecret, &mut tails.cloud_secret),
        ] {
            *tail = key::current(tx, &sealer, purpose).await?.map(|key| key.tail).unwrap_or_default();
        }
        Ok(tails)
    }
}

impl Wish {
    /// Everything that is wrong with it at once.
    pub fn wrongs(&self, known: &Tails) -> Vec<Wrong> {
        let mut wrongs = Vec::new();
        let is_cloud = self.carrier == CarrierName::Cloud;
        let is_fonnte = self.carrier == CarrierName::Fonnte;
        if !(0..=DEAREST).contains(&self.price) {
            wrongs.push((Part::Price, "carrier-fault-price"));
        }
        let id = self.phone_number_id.as_str();
        if id.len() > 30 || !id.bytes().all(|b| b.is_ascii_digit()) || (is_cloud && id.is_empty()) {
            wrongs.push((Part::PhoneNumberId, "carrier-fault-number-id"));
        }
        let is_of_a_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if self.template.len() > 512
            || !self.template.bytes().all(is_of_a_name)
            || (is_cloud && self.template.is_empty())
        {
            wrongs.push((Part::Template, "carrier-fault-template"));
        }
        for (part, typed, tail, is_needed) in [
            (Part::FonnteToken, &self.fonnte_token, &known.fonnte_token, is_fonnte),
            (Part::CloudToken, &self.cloud_token, &known.cloud_token, is_cloud),
            (Part::CloudSecret, &self.cloud_secret, &known.cloud_secret, is_cloud),
        ] {
            let is_readable =
                (8..=1000).contains(&typed.len()) && typed.bytes().all(|b| b.is_ascii_graphic());
            if !typed.is_empty() && !is_readable {
                wrongs.push((part, "carrier-fault-key"));
            } else if typed.is_empty() && tail.is_empty() && is_needed {
                wrongs.push((part, "carrier-fault-no-key"));
            }
        }
        wrongs
    }

    /// Keeps it. What waits in the queue is tried again.
    pub async fn keep(self, tx: &mut TenantTx, store: &Store) -> Result<()> {
        let sealer = Sealer::of(store.keys());
        let before = sql::load(tx).await?;
        let setting = Setting {
            carrier: self.carrier,
            phone_number_id: self.phone_number_id,
            template: self.template,
            price: self.price,
            ..before
        };
        sql::save(tx, &setting).await?;
        for (purpose, typed) in [
            (Purpose::FonnteToken, self.fonnte_token),
            (Purpose::CloudToken, self.cloud_token),
            (Purpose::CloudSecret, self.cloud_secret),
        ] {
            if !typed.is_empty() {
                key::keep(tx, &sealer, purpose, &typed).await?;
            }
        }
        schedule(tx).await
    }
}

/// Why a message that tries the setting out did not go.
#[derive(Debug)]
pub enum Untried {
    /// Nobody carries messages.
    Off,
    Fault(Fault),
}

/// A message that says where it is from, to see whether the setting works: past the hours and the queue, because
/// somebody waits for it. When it goes, a channel that rested goes on.
pub async fn try_out(
    may: &tenancy::May<tenancy::policy::SetReminders>,
    carriers: &Carriers,
    store: &Store,
    to: PhoneNumber,
    locale: Locale,
) -> Result<std::result::Result<(), Untried>> {
    let mut tx = may.begin().await?;
    let Some(wire) = wire(&mut tx, carriers, store).await? else { return Ok(Err(Untried::Off)) };
    let at = format::date_time(tx.now(), may.place().zone, locale);
    drop(tx); // no connection waits while a carrier thinks
    let blanks = [("place", may.place().name.as_str().into()), ("at", at.into())];
    let (title, text) =
        (texts(locale).get("carrier-test-title"), texts(locale).with("carrier-test-text", &blanks));
    let link = format!("{}{}", store.site().public_url, may.place().path("saluran"));
    let whole = format!("*{title}*\n{text}");
    let message = Message { to, locale, text: whole, blanks: [title.to_owned(), text, link] };
    if let Err(fault) = wire.send(&message).await {
        return Ok(Err(Untried::Fault(fault)));
    }
    let mut tx = may.begin().await?;
    sql::wake(&mut tx).await?;
    schedule(&mut tx).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(carrier: CarrierName) -> Wish {
        Wish {
            carrier,
            phone_number_id: String::new(),
            template: String::new(),
            price: 350,
            fonnte_token: String::new(),
            cloud_token: String::new(),
            cloud_secret: String::new(),
        }
    }

    #[test]
    fn a_carrier_needs_its_own_keys_and_no_others() {
        let none = Tails::default();
        assert!(wish(CarrierName::Off).wrongs(&none).is_empty());
        assert_eq!(wish(CarrierName::Fonnte).wrongs(&none), [(Part::FonnteToken, "carrier-fault-no-key")]);
        let known = Tails { fonnte_token: "1234".to_owned(), ..Tails::default() };
        assert!(wish(CarrierName::Fonnte).wrongs(&known).is_empty());
        let parts: Vec<Part> =
            wish(CarrierName::Cloud).wrongs(&known).into_iter().map(|(part, _)| part).collect();
        assert_eq!(parts, [Part::PhoneNumberId, Part::Template, Part::CloudToken, Part::CloudSecret]);
    }

    #[test]
    fn a_slip_while_typing_is_found_before_it_is_kept() {
        let known = Tails { fonnte_token: "1234".to_owned(), ..Tails::default() };
        let wrong = |change: fn(&mut Wish)| {
            let mut wish = wish(CarrierName::Fonnte);
            change(&mut wish);
            wish.wrongs(&known).into_iter().map(|(part, _)| part).collect::<Vec<_>>()
        };
        assert_eq!(wrong(|w| w.price = -1), [Part::Price]);
        assert_eq!(wrong(|w| w.price = 350_000), [Part::Price]);
        assert_eq!(wrong(|w| w.phone_number_id = "+62 812".to_owned()), [Part::PhoneNumberId]);
        assert_eq!(wrong(|w| w.template = "Kabar Warga".to_owned()), [Part::Template]);
        assert_eq!(wrong(|w| w.fonnte_token = "dua kata panjang".to_owned()), [Part::FonnteToken]);
    }
}
