//! The named people of the sample: the same as in the tests, the guides and the screenshots.

use tenancy::Role;

/// Everybody's password in the sample. It opens nothing but sample data.
pub const PASSWORD: &str = "melati-2026";

pub struct SamplePerson {
    pub name: &'static str,
    pub role: Role,
    pub title: &'static str,
    pub phone: &'static str,
    pub slug: &'static str,
    pub unit: Option<&'static str>,
    /// Code of the RT an area head looks after.
    pub area: Option<&'static str>,
    pub is_printed: bool,
}

impl SamplePerson {
    pub fn complex_name(&self) -> &'static str {
        match self.role {
            Role::Operator => "platform",
            Role::OrganizationAdmin => "all complexes",
            _ if self.slug == "melati" => "Griya Melati",
            _ => "Puri Mawar",
        }
    }
}

const fn person(
    name: &'static str,
    role: Role,
    title: &'static str,
    phone: &'static str,
    slug: &'static str,
) -> SamplePerson {
    SamplePerson { name, role, title, phone, slug, unit: None, area: None, is_printed: true }
}

pub const PEOPLE: &[SamplePerson] = &[
    person("Ratna Kusuma", Role::Manager, "manager", "081270000001", "melati"),
    SamplePerson {
        unit: Some("B-07"),
        ..person("Siti Aminah", Role::Treasurer, "treasurer", "081270000002", "melati")
    },
    SamplePerson {
        unit: Some("A-03"),
        area: Some("01"),
        ..person("Joko Susilo", Role::AreaHead, "head of RT 01", "081270000003", "melati")
    },
    SamplePerson {
        unit: Some("A-12"),
        ..person("Budi Santoso", Role::Resident, "resident", "081270000004", "melati")
    },
    person("Sudarto", Role::Guard, "guard", "081270000005", "melati"),
    person("Maya Hartono", Role::OrganizationAdmin, "organisation admin", "081270000006", "melati"),
    person("Arif Wibowo", Role::Operator, "platform operator", "081270000007", "melati"),
    SamplePerson {
        is_printed: false,
        ..person("Dewi Lestari", Role::Manager, "manager", "081270000011", "mawar")
    },
    SamplePerson {
        is_printed: false,
        ..person("Hendra Gunawan", Role::Treasurer, "treasurer", "081270000012", "mawar")
    },
    SamplePerson {
        unit: Some("MM-02"),
        area: Some("01"),
        is_printed: false,
        ..person("Agus Wijaya", Role::AreaHead, "head of RT 01", "081270000013", "mawar")
    },
    SamplePerson {
        unit: Some("MP-05"),
        is_printed: false,
        ..person("Rina Marlina", Role::Resident, "resident", "081270000014", "mawar")
    },
    SamplePerson { is_printed: false, ..person("Wagiman", Role::Guard, "guard", "081270000015", "mawar") },
    // One person, two complexes: Bu Siti keeps Melati's books and owns a house in Mawar.
    SamplePerson {
        unit: Some("MK-09"),
        is_printed: false,
        ..person("Siti Aminah", Role::Resident, "resident", "081270000002", "mawar")
    },
];
