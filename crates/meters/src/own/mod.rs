//! A resident's own meter: what it used, sending in a reading with a photo, and disputing one.
//!
//! What a resident sends is a draft until somebody of the office accepts it. Deliberately absent: other units.

mod pages;

use tenancy::Routes;

use pages::PHOTO;

pub fn routes() -> Routes {
    Routes::new("meters")
        .get("/k/{complex}/meter-saya", pages::index)
        .upload("/k/{complex}/meter-saya", PHOTO.body_limit_bytes(), pages::send)
        .post("/k/{complex}/meter-saya/{reading}/sanggah", pages::dispute)
}
