//! The two complexes and the people in them. The same names stand in the demo data, the guides and the screenshots.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use kernel::{AccountId, AreaId, ComplexId, MembershipId, OrganizationId, PhoneNumber};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tenancy::{Keys, Role, Routes, SignIn, Site, Store, start_session};

use crate::{
    Client, TestClock, database,
    promises::{Promise, Watch},
};

/// A house of rooms with two complexes in it.
#[derive(Debug)]
pub struct Kit {
    pub store: Store,
    pub site: Router,
    pub clock: TestClock,
    /// Past every policy: for preparing and for asking what is really there.
    pub owner: PgPool,
    pub owner_options: PgConnectOptions,
    pub melati: Complex,
    pub mawar: Complex,
    watch: Watch,
}

#[derive(Clone, Debug)]
pub struct Complex {
    pub id: ComplexId,
    pub organization: OrganizationId,
    pub organization_slug: String,
    pub slug: String,
    pub name: &'static str,
    /// RT 01, looked after by the area head.
    pub area: AreaId,
    people: Vec<Person>,
    store: Store,
    site: Router,
}

/// Somebody who signs in.
#[derive(Clone, Debug)]
pub struct Person {
    pub account: AccountId,
    pub name: &'static str,
    pub phone: PhoneNumber,
    pub role: Role,
}

const MELATI: [(&str, Role); 7] = [
    ("Ratna Kusuma", Role::Manager),
    ("Siti Aminah", Role::Treasurer),
    ("Joko Susilo", Role::AreaHead),
    ("Budi Santoso", Role::Resident),
    ("Sudarto", Role::Guard),
    ("Maya Hartono", Role::OrganizationAdmin),
    ("Arif Wibowo", Role::Operator),
];
const MAWAR: [(&str, Role); 6] = [
    ("Dewi Lestari", Role::Manager),
    ("Hendra Gunawan", Role::Treasurer),
    ("Agus Wijaya", Role::AreaHead),
    ("Rina Marlina", Role::Resident),
    ("Wagiman", Role::Guard),
    ("Tono Prasetyo", Role::OrganizationAdmin),
];

/// A phone number that no other test of this database uses.
pub fn unique_phone() -> PhoneNumber {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let seed = u64::from(std::process::id()) << 20 | NEXT.fetch_add(1, Ordering::Relaxed);
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ nanos();
    PhoneNumber::parse(&format!("+628{:010}", mixed % 10_000_000_000)).unwrap()
}

fn nanos() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::try_from(now.as_nanos() % u128::from(u64::MAX)).unwrap()
}

impl Kit {
    /// Founds both complexes and opens the site with these rooms.
    pub async fn open(routes: Routes) -> Self {
        Self::open_with(routes, |site| site).await
    }

    /// The same with something around the site, such as an extension that a room's handlers ask for.
    pub async fn open_with(routes: Routes, around: impl FnOnce(Router) -> Router) -> Self {
        let owner_options = database::prepared().await;
        let owner =
            PgPoolOptions::new().max_connections(2).connect_with(owner_options.clone()).await.unwrap();
        let clock = TestClock::sunday_morning();
        let site = Site { public_url: "http://klustera.test".to_owned() };
        let store = Store::open(database::pools(&owner_options), clock.clock(), Keys::new([7; 32]), site);
        let router = around(web::site(routes, store.clone()));
        let melati = found(&owner, &store, &router, ("Griya Melati", "melati", &MELATI)).await;
        let mawar = found(&owner, &store, &router, ("Puri Mawar", "mawar", &MAWAR)).await;
        let watch = Watch::over(&owner_options, vec![melati.id, mawar.id]);
        Self { store, site: router, clock, owner, owner_options, melati, mawar, watch }
    }

    /// Asks these promises of both complexes when the test is over: the books balance after every test.
    #[must_use]
    pub fn watching(mut self, promises: impl IntoIterator<Item = Promise>) -> Self {
        self.watch.also(promises);
        self
    }

    pub fn stranger(&self) -> Client {
        Client::stranger(self.site.clone())
    }
}

impl Complex {
    /// The person of this complex who holds the role.
    pub fn person(&self, role: Role) -> &Person {
        self.people
            .iter()
            .find(|person| person.role == role)
            .expect("this complex has somebody in every role")
    }

    /// Everybody with a role here, the organisation's admin and the operator included.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.iter()
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/k/{}/{rest}", self.slug)
    }

    pub fn api(&self, rest: &str) -> String {
        format!("/api/v1/complexes/{}/{rest}", self.slug)
    }

    /// A browser in which this role is signed in.
    pub async fn signed_in(&self, role: Role) -> Client {
        let account = self.person(role).account;
        let mut tx = self.store.hall(None).await.unwrap();
        let sign_in = SignIn { account, user_agent: "testkit", address: "127.0.0.1", verified: true };
        let session = start_session(&mut tx, sign_in).await.unwrap();
        tx.commit().await.unwrap();
        Client::with_session(self.site.clone(), &session.secret)
    }

    pub async fn manager(&self) -> Client {
        self.signed_in(Role::Manager).await
    }

    pub async fn treasurer(&self) -> Client {
        self.signed_in(Role::Treasurer).await
    }

    pub async fn area_head(&self) -> Client {
        self.signed_in(Role::AreaHead).await
    }

    pub async fn resident(&self) -> Client {
        self.signed_in(Role::Resident).await
    }

    pub async fn guard(&self) -> Client {
        self.signed_in(Role::Guard).await
    }

    /// A transaction in this complex, as the worker opens it.
    pub async fn tx(&self) -> tenancy::TenantTx {
        self.store.job_scope(self.id).begin().await.unwrap()
    }
}

async fn found(
    owner: &PgPool,
    store: &Store,
    site: &Router,
    (name, slug, people): (&'static str, &str, &[(&'static str, Role)]),
) -> Complex {
    let now = store.now();
    let (id, organization, area) = (ComplexId::new(now), OrganizationId::new(now), AreaId::new(now));
    let tail = id.uuid().simple().to_string();
    let slug = format!("{slug}-{}", &tail[20..]);
    let organization_slug = format!("grup-{}", &tail[20..]);
    let mut tx = owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true), set_config('app.now', $2, true)")
        .bind(id.to_string())
        .bind(now.to_rfc3339())
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("insert into organization (organization_id, slug, name) values ($1, $2, $3)")
        .bind(organization)
        .bind(&organization_slug)
        .bind(format!("Pengelola {name}"))
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("insert into complex (complex_id, organization_id, slug, name, city) values ($1, $2, $3, $4, 'Depok')")
        .bind(id)
        .bind(organization)
        .bind(&slug)
        .bind(name)
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("insert into area (area_id, kind, name, code) values ($1, 'rt', 'RT 01', '01')")
        .bind(area)
        .execute(&mut *tx)
        .await
        .unwrap();
    let mut complex = Complex {
        id,
        organization,
        organization_slug,
        slug,
        name,
        area,
        people: Vec::new(),
        store: store.clone(),
        site: site.clone(),
    };
    for (name, role) in people {
        let person = Person { account: AccountId::new(now), name, phone: unique_phone(), role: *role };
        employ(&mut tx, &complex, &person).await;
        complex.people.push(person);
    }
    tx.commit().await.unwrap();
    complex
}

async fn employ(tx: &mut sqlx::PgConnection, complex: &Complex, person: &Person) {
    sqlx::query("insert into account (account_id, name, phone) values ($1, $2, $3)")
        .bind(person.account)
        .bind(person.name)
        .bind(&person.phone)
        .execute(&mut *tx)
        .await
        .unwrap();
    let placed = match person.role {
        Role::Operator => sqlx::query("insert into operator (account_id) values ($1)").bind(person.account),
        Role::OrganizationAdmin => {
            sqlx::query("insert into organization_member (organization_id, account_id) values ($1, $2)")
                .bind(complex.organization)
                .bind(person.account)
        }
        role => sqlx::query(
            "insert into membership (membership_id, account_id, role, area_id) values ($1, $2, $3, $4)",
        )
        .bind(MembershipId::new(complex.store.now()))
        .bind(person.account)
        .bind(role.code())
        .bind((role == Role::AreaHead).then_some(complex.area)),
    };
    placed.execute(&mut *tx).await.unwrap();
}
