//! A new migration file must rebuild the room that embeds them.
fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
