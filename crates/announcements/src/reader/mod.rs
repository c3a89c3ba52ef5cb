//! Announcements as the houses see them: on the first page, in a list, and by link without an account.
//!
//! Opening one is reading it, for every house of the reader that was told. By a house's own link only pressing the button
//! counts, since messengers open links to draw a preview. One vote for each house, whoever of it is first; which answer a
//! house gave is shown to nobody.

pub(crate) mod api;
pub(crate) mod comment;
mod home;
mod link;
mod pages;
pub(crate) mod poll;
pub(crate) mod sql;

pub use home::AnnouncementCard;
use tenancy::Routes;

pub fn routes() -> Routes {
    Routes::new("announcements")
        .get("/k/{complex}/pengumuman-saya", pages::index)
        .get("/k/{complex}/pengumuman-saya/{bulletin}", pages::show)
        .post("/k/{complex}/pengumuman-saya/{bulletin}/mengerti", pages::acknowledge)
        .post("/k/{complex}/pengumuman-saya/{bulletin}/suara", pages::vote)
        .post("/k/{complex}/pengumuman-saya/{bulletin}/komentar", pages::comment)
        .post("/k/{complex}/pengumuman/{bulletin}/komentar/{comment}/hapus", comment::remove)
        .get("/p/{ticket}", link::public)
        .get("/baca/{ticket}", link::house)
        .post("/baca/{ticket}", link::read)
        .post("/baca/{ticket}/suara", link::vote)
        .get("/api/v1/complexes/{complex}/announcements/mine", api::index)
        .get("/api/v1/complexes/{complex}/announcements/mine/{announcement}", api::show)
        .post("/api/v1/complexes/{complex}/announcements/mine/{announcement}/acknowledge", api::acknowledge)
        .post("/api/v1/complexes/{complex}/announcements/mine/{announcement}/vote", api::vote)
        .post("/api/v1/complexes/{complex}/announcements/mine/{announcement}/comments", api::comment)
}
