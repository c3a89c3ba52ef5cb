//! From a payment to the paper that is printed of it.

use dues::setting;
use files::Files;
use kernel::{Locale, Zone};
use paper::{Letterhead, Line, Logo, Receipt, Reversal};
use tenancy::{Place, TenantTx};
use web::texts::texts;

use crate::{
    payment::{
        Snapshot,
        sql::{self, PaymentRow},
    },
    view,
};

/// The receipt of a verified payment; `None` for one that has none.
pub async fn receipt(
    tx: &mut TenantTx,
    payment: &PaymentRow,
    locale: Locale,
    zone: Zone,
    link: Option<String>,
) -> tenancy::Result<Option<Receipt>> {
    let Some(snapshot) = sql::receipt(tx, payment.id).await? else { return Ok(None) };
    let reversed = sql::reversal(tx, payment.id).await?.map(|(on, reason)| Reversal { on, reason });
    Ok(payment.receipt_number.clone().map(|number| Receipt {
        number,
        unit: snapshot.units.join(", "),
        payer: payment.payer_name.clone(),
        amount: payment.amount,
        lines: lines(&snapshot, locale),
        kept_as_credit: snapshot.kept_as_credit,
        method: texts(locale).get(payment.method.word()).to_owned(),
        value_on: payment.value_on,
        recorded_on: snapshot.recorded_on.unwrap_or_else(|| zone.date(payment.recorded_at)),
        recorded_by: snapshot.recorded_by,
        credit_left: snapshot.credit_left,
        owed_left: Some(snapshot.owed_left),
        link,
        reversed,
    }))
}

fn lines(snapshot: &Snapshot, locale: Locale) -> Vec<Line> {
    let several = snapshot.units.len() > 1;
    let line = |paid: &crate::payment::PaidLine| Line {
        label: view::paid_label(locale, paid),
        detail: if several { format!("{} · {}", paid.unit, paid.number) } else { paid.number.clone() },
        amount: paid.amount,
    };
    snapshot.paid.iter().map(line).collect()
}

/// What stands on top of the complex's papers.
pub async fn letterhead(tx: &mut TenantTx, place: &Place, files: &Files) -> tenancy::Result<Letterhead> {
    let head = setting::load(tx).await?.letterhead;
    let logo = match head.logo {
        // A logo that cannot be read leaves the paper without one.
        Some(id) => files.content(tx, id).await.ok().and_then(|bytes| Logo::parse(&bytes).ok()),
        None => None,
    };
    Ok(Letterhead {
        name: if head.name.is_empty() { place.name.clone() } else { head.name },
        address: head.address,
        contact: head.contact,
        city: place.city.clone(),
        logo,
    })
}
