//! Which role holds which capability: the one table. A test prints it to `who-may.txt`, so that a change of rights is
//! a diff that anybody can read. Handlers name capabilities, never roles.

use std::fmt;

use kernel::AreaId;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Operator,
    OrganizationAdmin,
    Manager,
    Treasurer,
    AreaHead,
    Resident,
    Guard,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Operator,
        Self::OrganizationAdmin,
        Self::Manager,
        Self::Treasurer,
        Self::AreaHead,
        Self::Resident,
        Self::Guard,
    ];
    /// The roles that a membership in a complex can carry.
    pub const IN_COMPLEX: [Self; 5] =
        [Self::Manager, Self::Treasurer, Self::AreaHead, Self::Resident, Self::Guard];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::OrganizationAdmin => "organization_admin",
            Self::Manager => "manager",
            Self::Treasurer => "treasurer",
            Self::AreaHead => "area_head",
            Self::Resident => "resident",
            Self::Guard => "guard",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Where this role's day begins.
    pub fn home(self, slug: &str) -> String {
        match self {
            Self::Operator => "/admin".to_owned(),
            Self::OrganizationAdmin => format!("/grup/{slug}"),
            Self::Manager => format!("/k/{slug}/ringkasan"),
            Self::Treasurer => format!("/k/{slug}/bendahara"),
            Self::AreaHead => format!("/k/{slug}/rt"),
            Self::Resident => format!("/k/{slug}/beranda"),
            Self::Guard => format!("/k/{slug}/gerbang"),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A role somewhere: what the switcher "Ganti peran" lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hat {
    pub role: Role,
    /// Slug of the complex or, for an organisation's admin, of the organisation; empty for an operator.
    pub complex: String,
    pub complex_name: String,
    pub area_id: Option<AreaId>,
}

impl Hat {
    pub fn home(&self) -> String {
        self.role.home(&self.complex)
    }
}

/// A right that a handler asks for in its signature: `May<ManageUnits>`.
pub trait Capability: Send + Sync + 'static {
    const NAME: &'static str;
    const ROLES: &'static [Role];
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident $text:literal => [$($role:ident),+];)+) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl Capability for $name {
            const NAME: &'static str = $text;
            const ROLES: &'static [Role] = &[$(Role::$role),+];
        })+

        /// Every capability with the roles that hold it, in the order of the table.
        pub const CAPABILITIES: &[(&str, &[Role])] = &[$(($text, <$name as Capability>::ROLES)),+];
    };
}

capabilities! {
    /// The manager's overview of the complex.
    SeeOverview "see_overview" => [OrganizationAdmin, Manager];
    /// The treasurer's home.
    SeeTreasury "see_treasury" => [Treasurer];
    /// The own RT: its units and the people in them.
    SeeOwnArea "see_own_area" => [AreaHead];
    /// The own units and household.
    SeeOwnHome "see_own_home" => [Resident];
    /// The gate's screen: which unit, who lives there, whom to call.
    SeeGate "see_gate" => [Guard];
    /// All units, areas and who lives where.
    SeeUnits "see_units" => [OrganizationAdmin, Manager, Treasurer];
    /// Units and areas: add, change, retire.
    ManageUnits "manage_units" => [OrganizationAdmin, Manager];
    /// People with phone numbers.
    SeePeople "see_people" => [OrganizationAdmin, Manager, Treasurer];
    /// People and occupancy: add, change, merge.
    ManagePeople "manage_people" => [OrganizationAdmin, Manager];
    /// Bring in a spreadsheet, and take it back.
    ImportHomes "import_homes" => [OrganizationAdmin, Manager];
    /// Who signs in to this complex with which role; invitations and claims.
    ManageMembers "manage_members" => [OrganizationAdmin, Manager];
    /// Who changed what.
    SeeHistory "see_history" => [OrganizationAdmin, Manager];
    /// Name, city and zone of the complex; within which working hours complaints are promised.
    ManageComplex "manage_complex" => [OrganizationAdmin, Manager];
    /// Cash, accounts, balances and entries.
    SeeBooks "see_books" => [OrganizationAdmin, Manager, Treasurer];
    /// Write entries by hand and take them back; the chart of accounts and the funds.
    KeepBooks "keep_books" => [Manager, Treasurer];
    /// Close a month, and open it again.
    CloseBooks "close_books" => [Manager];
    /// The published cash report of closed months.
    SeeCashReport "see_cash_report" => [OrganizationAdmin, Manager, Treasurer, AreaHead, Resident];
    /// Meters and their readings: look, write down, accept; an area head in the own RT.
    ReadMeters "read_meters" => [OrganizationAdmin, Manager, Treasurer, AreaHead];
    /// Meters themselves: put up, replace, correct, import; what counts as unusual.
    ManageMeters "manage_meters" => [OrganizationAdmin, Manager];
    /// Invoices, payments and tariffs of all units.
    SeeDues "see_dues" => [OrganizationAdmin, Manager, Treasurer];
    /// The own units' invoices, payments and receipts.
    SeeOwnDues "see_own_dues" => [Resident];
    /// Charge types, tariffs, overrides, penalty rules, due days.
    SetTariffs "set_tariffs" => [OrganizationAdmin, Manager];
    /// Bill a month; void and reissue; credit notes.
    IssueInvoices "issue_invoices" => [OrganizationAdmin, Manager];
    /// What was owed before Klustera: bring it in from the old list.
    BringArrears "bring_arrears" => [OrganizationAdmin, Manager, Treasurer];
    /// Payments and their receipts; an RT head only those of the own RT.
    SeePayments "see_payments" => [OrganizationAdmin, Manager, Treasurer, AreaHead];
    /// Record money received; an RT head only for the own RT.
    RecordPayments "record_payments" => [Manager, Treasurer, AreaHead];
    /// Say that a transfer arrived, or did not.
    VerifyPayments "verify_payments" => [Manager, Treasurer];
    /// Take a payment back, refund a credit.
    ReversePayments "reverse_payments" => [Manager, Treasurer];
    /// How the complex is paid online: gateway, its keys, who bears fees, the printed QRIS.
    SetGateway "set_gateway" => [Manager, Treasurer];
    /// Who owes how much since when; an RT head only for the own RT.
    SeeArrears "see_arrears" => [OrganizationAdmin, Manager, Treasurer, AreaHead];
    /// What one was told, behind the bell.
    SeeNotices "see_notices" => [OrganizationAdmin, Manager, Treasurer, AreaHead, Resident, Guard];
    /// What left the house and what became of it.
    SeeMessages "see_messages" => [OrganizationAdmin, Manager, Treasurer];
    /// Remind households, and try again what failed.
    SendReminders "send_reminders" => [Manager, Treasurer];
    /// When households are reminded by themselves, by whose contract messages go, and in which words.
    SetReminders "set_reminders" => [Manager];
    /// Announcements that one was told: read, acknowledge, vote, comment.
    SeeAnnouncements "see_announcements" => [OrganizationAdmin, Manager, Treasurer, AreaHead, Resident, Guard];
    /// All announcements, and which houses have read them.
    OverseeAnnouncements "oversee_announcements" => [OrganizationAdmin, Manager, Treasurer];
    /// Write announcements, send them, take them back; remind houses; remove comments.
    WriteAnnouncements "write_announcements" => [OrganizationAdmin, Manager];
    /// Agree to what somebody else wrote.
    ApproveAnnouncements "approve_announcements" => [OrganizationAdmin, Manager, Treasurer];
    /// Report complaints, follow the own ones and those about the commons.
    ReportComplaints "report_complaints" => [Resident];
    /// All complaints: assign, move, answer, note.
    HandleComplaints "handle_complaints" => [OrganizationAdmin, Manager];
    /// Complaints that one was given to do: start, let wait, solve.
    DoComplaints "do_complaints" => [Manager, Treasurer, AreaHead, Guard];
    /// What there is to book, and what is free.
    SeeFacilities "see_facilities" => [OrganizationAdmin, Manager, Resident, Guard];
    /// Book for the own house.
    BookFacilities "book_facilities" => [Resident];
    /// The day's bookings: who comes, who left, who did not come.
    AttendBookings "attend_bookings" => [OrganizationAdmin, Manager, Guard];
    /// Facilities, their hours and rules; agree to bookings, cancel them.
    ManageFacilities "manage_facilities" => [OrganizationAdmin, Manager];
    /// Waivers, amnesties, instalment plans.
    GrantRelief "grant_relief" => [Manager];
}

/// Do these roles together hold the capability?
pub fn allows(roles: &[Role], holders: &[Role]) -> bool {
    roles.iter().any(|role| holders.contains(role))
}
