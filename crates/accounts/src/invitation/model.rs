//! What an invitation is and whether it is still good.

use kernel::{AccountId, AreaId, Instant, InvitationId, PhoneNumber, UnitId};
use tenancy::Role;

pub const LIFE_DAYS: i64 = 14;

#[derive(Clone, Debug)]
pub struct Invitation {
    pub id: InvitationId,
    pub role: String,
    pub name: String,
    pub phone: PhoneNumber,
    pub unit: Option<UnitId>,
    pub unit_code: String,
    pub area: Option<AreaId>,
    pub created_by: Option<AccountId>,
    pub expires_at: Instant,
    pub accepted_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
    /// Whoever made it still manages the members here.
    pub is_backed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Expired,
    Used,
    Revoked,
    /// Whoever made it no longer manages the members here. Extended by somebody who does, it is open again.
    Orphaned,
}

impl Invitation {
    pub fn role(&self) -> Role {
        Role::from_code(&self.role).unwrap_or(Role::Resident)
    }

    pub fn state(&self, now: Instant) -> State {
        match self {
            _ if self.accepted_at.is_some() => State::Used,
            _ if self.revoked_at.is_some() => State::Revoked,
            _ if !self.is_backed => State::Orphaned,
            _ if self.expires_at <= now => State::Expired,
            _ => State::Open,
        }
    }
}

/// What the manager asks for, when it makes sense.
#[derive(Clone, Debug)]
pub struct Wish {
    pub role: Role,
    pub name: String,
    pub phone: PhoneNumber,
    pub unit: Option<UnitId>,
    pub unit_code: String,
    pub area: Option<AreaId>,
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _, Utc};

    use super::*;

    #[test]
    fn a_link_is_good_for_fourteen_days_and_once() {
        let now = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
        let mut invitation = Invitation {
            id: InvitationId::new(now),
            role: "resident".into(),
            name: "Budi Santoso".into(),
            phone: PhoneNumber::parse("081211112222").unwrap(),
            unit: None,
            unit_code: "A-12".into(),
            area: None,
            created_by: None,
            expires_at: now + TimeDelta::days(LIFE_DAYS),
            accepted_at: None,
            revoked_at: None,
            is_backed: true,
        };
        assert_eq!(invitation.state(now + TimeDelta::days(13)), State::Open);
        assert_eq!(invitation.state(now + TimeDelta::days(14)), State::Expired);
        invitation.is_backed = false;
        assert_eq!(invitation.state(now), State::Orphaned);
        invitation.revoked_at = Some(now);
        assert_eq!(invitation.state(now), State::Revoked);
        invitation.accepted_at = Some(now);
        assert_eq!(invitation.state(now), State::Used);
    }
}
