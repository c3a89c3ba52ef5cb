//! A preview is remembered for as long as nothing changes, and not a moment longer. (That a repair shows at once, the repairs of `import` see.)

use testkit::Page;

use crate::import::{Office, list};

const BOTH: [(&str, &str, &str); 2] =
    [("A-01", "Budi Santoso", "081211110001"), ("A-02", "Siti Rahayu", "081211110002")];

fn says(page: &Page, label: &str, tone: &str, count: u32) {
    page.assert_status(200).assert_says(&format!("{label}<span class=\"hitung {tone}\">{count}</span>"));
}

#[tokio::test]
async fn a_preview_that_is_open_follows_what_happens_in_the_complex_meanwhile() {
    let mut office = Office::open().await;
    let open = office.bring("dua.csv", &list(&BOTH)).await;
    for _ in 0..2 {
        let page = office.ratna.get(&open).await;
        says(&page, "Baru", "brand", 2);
        says(&page, "Sama", "", 0);
    }
    let other = office.bring("satu.csv", &list(&BOTH[..1])).await;
    office.run(&other).await.assert_status(200);
    let page = office.ratna.get(&open).await;
    says(&page, "Baru", "brand", 1);
    says(&page, "Sama", "", 1);
}
