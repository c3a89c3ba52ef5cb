//! From the setting of a complex to the wire on which its messages leave.

use async_trait::async_trait;
use tenancy::{Result, Store, TenantTx};

use super::{
    Carrier, Carriers, Fault, Message, RemoteId,
    cloud::{Cloud, Sender},
    fonnte::Fonnte,
    key::{self, Purpose, Sealer},
    sql::{self, CarrierName},
};

/// None where nobody carries messages. A key that is not there, or that this installation cannot open, is a fault of the
/// setting, found when the first message is sent.
pub(crate) async fn wire(
    tx: &mut TenantTx,
    carriers: &Carriers,
    store: &Store,
) -> Result<Option<Box<dyn Carrier>>> {
    let setting = sql::load(tx).await?;
    let sealer = Sealer::of(store.keys());
    let purpose = match setting.carrier {
        CarrierName::Off => return Ok(None),
        CarrierName::Fonnte => Purpose::FonnteToken,
        CarrierName::Cloud => Purpose::CloudToken,
    };
    let Some(key) = key::current(tx, &sealer, purpose).await? else { return Ok(Some(Box::new(Keyless))) };
    let (carriers, token) = (carriers.clone(), key.text);
    Ok(Some(if setting.carrier == CarrierName::Fonnte {
        Box::new(Fonnte { carriers, token })
    } else {
        let (phone_number_id, template) = (setting.phone_number_id, setting.template);
        Box::new(Cloud { carriers, sender: Sender { token, phone_number_id, template } })
    }))
}

/// A carrier to which nobody has the key.
struct Keyless;

#[async_trait]
impl Carrier for Keyless {
    async fn send(&self, _: &Message) -> std::result::Result<RemoteId, Fault> {
        Err(Fault::Setting("no_key".to_owned()))
    }
}
