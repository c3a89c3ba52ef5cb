//! Pages of a sample say so, and no others do.

use axum::Extension;
use testkit::{Client, Kit};
use web::Samples;

#[tokio::test]
async fn a_sample_says_so_on_every_page_and_a_real_complex_does_not() {
    let kit = Kit::open(klustera::rooms::routes()).await;
    let site = kit.site.clone().layer(Extension(Samples::new(vec![kit.melati.id])));
    for (complex, says) in [(&kit.melati, true), (&kit.mawar, false)] {
        let secret = complex.manager().await.cookie("klustera").unwrap().to_owned();
        let mut client = Client::with_session(site.clone(), &secret);
        for page in ["unit", "anggota"] {
            assert_eq!(client.get(&complex.path(page)).await.says("Data contoh"), says, "{}", complex.name);
        }
        assert!(!client.get("/akun").await.says("Data contoh"), "an account is nobody's sample");
    }
}
