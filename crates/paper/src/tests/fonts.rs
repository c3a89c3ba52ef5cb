//! The fonts are foreign, and written down in `assets/vendor/README.md` with their digests.

use std::fs;

use sha2::{Digest as _, Sha384};

const VENDOR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/vendor");

#[test]
fn the_fonts_are_the_ones_that_were_tried() {
    let readme = fs::read_to_string(format!("{VENDOR}/README.md")).unwrap();
    for folder in ["source-sans-3-0.4.1", "dejavu-2.37.3"] {
        for file in fs::read_dir(format!("{VENDOR}/{folder}")).unwrap() {
            let file = file.unwrap();
            let name = format!("{folder}/{}", file.file_name().to_str().unwrap());
            let digest = base64(&Sha384::digest(fs::read(file.path()).unwrap()));
            let row =
                readme.lines().find(|row| row.contains(&format!("`{name}`"))).expect("a row in the README");
            assert!(row.contains(&digest), "{name} has {digest}");
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sextets = bytes.chunks(3).flat_map(|three| {
        let joined = three.iter().fold(0_u32, |joined, byte| joined << 8 | u32::from(*byte));
        [18, 12, 6, 0].map(|shift| letters[(joined >> shift & 63) as usize] as char)
    });
    sextets.collect()
}
