//! Every route there is, and every route there will be, tried by everybody who has no business behind it.
//!
//! The list comes from the route table itself. Paths are filled with things of Griya Melati that exist, so that a 404
//! can only come from a fence.

use axum::Extension;
use axum::body::Body;
use http::Method as HttpMethod;
use tenancy::{DoorKind, Method, Role, Route, policy::CAPABILITIES};
use testkit::{Client, Complex, Kit, Page};
use uuid::Uuid;

/// The whole site with what its handlers find beside the store.
async fn kit() -> Kit {
    let folder = std::env::temp_dir().join(format!("klustera-sweep-{}", std::process::id()));
    let files = files::Files::open(&folder).unwrap();
    let press = paper::Press::start(paper::PressSettings::default()).unwrap();
    let gateways = checkout::Gateways::new(&tenancy::Keys::new([7; 32])).unwrap();
    Kit::open_with(klustera::rooms::routes(), |site| {
        site.layer(Extension(files))
            .layer(Extension(press))
            .layer(Extension(gateways))
            .layer(Extension(notices::Carriers::new().unwrap()))
            .layer(Extension(checkout::Live::default()))
    })
    .await
}

/// The path with its holes filled: the complex's own name, and for every other hole an id.
fn filled(route: &Route, complex: &Complex) -> String {
    let holes =
        [("{complex}", complex.slug.as_str()), ("{organization}", complex.organization_slug.as_str())];
    let path = holes.iter().fold(route.path.to_owned(), |path, (hole, value)| path.replace(hole, value));
    let id = Uuid::from_u128(1).to_string();
    let mut out = String::new();
    let mut rest = path.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (_, after) = after.split_once('}').unwrap();
        out.push_str(before);
        out.push_str(&id);
        rest = after;
    }
    out + rest
}

async fn knock(client: &mut Client, route: &Route, complex: &Complex) -> Page {
    let path = filled(route, complex);
    let method = match route.method {
        Method::Get => HttpMethod::GET,
        Method::Post => HttpMethod::POST,
        Method::Patch => HttpMethod::PATCH,
        Method::Put => HttpMethod::PUT,
        Method::Delete => HttpMethod::DELETE,
    };
    let kind =
        if path.starts_with("/api/") { "application/json" } else { "application/x-www-form-urlencoded" };
    let body = if path.starts_with("/api/") { "{}" } else { "" };
    client.send(method, &path, Some(kind), Body::from(body)).await
}

fn named(route: &Route) -> String {
    format!("{} {}", route.method.name(), route.path)
}

#[tokio::test]
async fn a_stranger_gets_behind_no_door() {
    let kit = kit().await;
    let routes = klustera::rooms::routes();
    let mut tried = 0;
    for route in routes.table() {
        let page = knock(&mut kit.stranger(), route, &kit.melati).await;
        match route.door {
            DoorKind::Anyone => continue,
            DoorKind::Ticket(_) => assert_eq!(page.status, 404, "{} with a made-up link", named(route)),
            _ if route.path.starts_with("/api/") => assert_eq!(page.status, 401, "{}", named(route)),
            _ => {
                assert_eq!(page.status, 303, "{}", named(route));
                assert!(page.location().unwrap().starts_with("/masuk"), "{}", named(route));
            }
        }
        tried += 1;
    }
    assert!(tried > 40, "only {tried} routes stand behind a door");
}

#[tokio::test]
async fn a_member_of_the_other_complex_is_told_that_there_is_no_such_page() {
    let kit = kit().await;
    let routes = klustera::rooms::routes();
    for role in
        [Role::Manager, Role::Treasurer, Role::AreaHead, Role::Resident, Role::Guard, Role::OrganizationAdmin]
    {
        let mut client = kit.mawar.signed_in(role).await;
        for route in routes.table() {
            if matches!(route.door, DoorKind::Member(_) | DoorKind::Group | DoorKind::Operator) {
                let page = knock(&mut client, route, &kit.melati).await;
                assert_eq!(page.status, 404, "{} as {role} of Puri Mawar", named(route));
                page.assert_silent_about("Griya Melati").assert_silent_about("Budi Santoso");
            }
        }
    }
}

#[tokio::test]
async fn each_role_passes_exactly_the_doors_that_the_policy_opens() {
    let kit = kit().await;
    let routes = klustera::rooms::routes();
    for role in Role::ALL {
        let mut client = kit.melati.signed_in(role).await;
        for route in routes.table() {
            let DoorKind::Member(capability) = route.door else { continue };
            let (_, holders) = CAPABILITIES.iter().find(|(name, _)| *name == capability).unwrap();
            let page = knock(&mut client, route, &kit.melati).await;
            let status = page.status.as_u16();
            if role == Role::Operator {
                assert_eq!(status, 404, "{} as operator, who is no member", named(route));
            } else if holders.contains(&role) {
                assert!(!matches!(status, 401 | 403), "{} as {role}: {status}", named(route));
                assert!(status < 500, "{} as {role}: {status}\n{}", named(route), page.text());
            } else {
                assert_eq!(status, 403, "{} as {role}", named(route));
            }
        }
    }
}

#[tokio::test]
async fn a_form_sent_from_another_site_changes_nothing() {
    let kit = kit().await;
    let routes = klustera::rooms::routes();
    let mut secret = kit.melati.manager().await;
    let cookie = format!("klustera={}", secret.cookie("klustera").unwrap());
    let _ = secret.get("/").await;
    for route in routes.table().iter().filter(|route| route.method != Method::Get) {
        let request = http::Request::builder()
            .method(route.method.name())
            .uri(filled(route, &kit.melati))
            .header("host", "klustera.test")
            .header("origin", "https://jahat.example")
            .header("sec-fetch-site", "cross-site")
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::empty())
            .unwrap();
        let answer = tower::ServiceExt::oneshot(kit.site.clone(), request).await.unwrap();
        assert_eq!(answer.status(), 403, "{}", named(route));
    }
}
