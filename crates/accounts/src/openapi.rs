//! This room's part of the API description.

use utoipa::OpenApi;

use crate::{claim, device, email, forgotten, invitation, member, token};

#[derive(OpenApi)]
#[openapi(paths(
    token::app_api::sign_in,
    token::app_api::refresh,
    token::app_api::sign_out,
    token::api::me,
    token::api::list,
    token::api::create,
    token::api::revoke,
    forgotten::api::ask,
    email::api::ask,
    device::api::list,
    device::api::sign_out,
    member::api::list,
    member::api::change,
    member::api::end,
    member::api::unlink,
    invitation::api::list,
    invitation::api::invite,
    invitation::api::revoke,
    claim::api::list,
    claim::api::decide,
))]
struct Description;

pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_api_route_is_described_and_every_description_has_a_route() {
        let described = openapi();
        let table = crate::routes();
        let mut routes: Vec<String> = table
            .table()
            .iter()
            .filter(|route| route.path.starts_with("/api/"))
            .map(|route| format!("{} {}", route.method.name(), route.path))
            .collect();
        let json = serde_json::to_value(&described).unwrap();
        let mut said: Vec<String> = json["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().unwrap().keys();
                methods.map(move |method| format!("{} {path}", method.to_uppercase())).collect::<Vec<_>>()
            })
            .collect();
        routes.sort();
        said.sort();
        assert_eq!(routes, said);
    }
}
