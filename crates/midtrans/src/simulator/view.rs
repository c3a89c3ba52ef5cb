//! What the pages look like: phone first, readable without JavaScript, and unmistakably a trial.

use serde_json::Value;

use super::{
    ledger::Session,
    record::{Record, wib},
};

const METHODS: &[(&str, &str)] = &[
    ("other_qris", "QRIS"),
    ("gopay", "GoPay"),
    ("shopeepay", "ShopeePay"),
    ("ovo", "OVO"),
    ("dana", "DANA"),
    ("bca_va", "Virtual account BCA"),
    ("bni_va", "Virtual account BNI"),
    ("bri_va", "Virtual account BRI"),
    ("permata_va", "Virtual account Permata"),
    ("cimb_va", "Virtual account CIMB Niaga"),
    ("echannel", "Mandiri Bill"),
    ("credit_card", "Kartu kredit (tanpa nomor kartu)"),
    ("indomaret", "Indomaret"),
    ("alfamart", "Alfamart"),
];

/// The methods of a session: those it enables, or all.
pub(crate) fn offered(session: &Session) -> impl Iterator<Item = (&'static str, &'static str)> {
    let enabled = session.request["enabled_payments"].as_array().cloned();
    METHODS.iter().copied().filter(move |(code, _)| {
        let Some(enabled) = &enabled else { return true };
        let alias = match *code {
            "indomaret" | "alfamart" => "cstore",
            code if code.ends_with("_va") => "bank_transfer",
            code => code,
        };
        enabled.iter().filter_map(Value::as_str).any(|it| it == *code || it == alias)
    })
}

pub(crate) fn methods(base: &str, token: &str, session: &Session) -> String {
    let amount = session.request["transaction_details"]["gross_amount"].as_i64().unwrap_or_default();
    let buttons: String = offered(session)
        .map(|(code, name)| format!("<button name=\"method\" value=\"{code}\">{name}</button>"))
        .collect();
    page(
        base,
        "Pilih cara membayar",
        &format!(
            "<p class=\"amount\">{}</p><p>Pesanan <code>{}</code></p>\
             <form method=\"post\" action=\"{base}/snap/v4/redirection/{}\">{buttons}</form>",
            rupiah(amount),
            escape(&session.order_id),
            escape(token),
        ),
    )
}

pub(crate) fn session_payment(base: &str, record: &Record, finish: &str) -> String {
    let back = match finish {
        "" => String::new(),
        url => format!("<p><a class=\"button\" href=\"{}\">Kembali ke penjual</a></p>", escape(url)),
    };
    page(base, "Pembayaran", &format!("{}{back}", body(base, record, None)))
}

pub(crate) fn payment(base: &str, record: &Record, refused: Option<&str>) -> String {
    page(base, "Pembayaran", &body(base, record, refused))
}

/// Links are whole addresses: the payers' pages may stand elsewhere.
pub(crate) fn list(address: &str, base: &str, records: &[&Record]) -> String {
    if records.is_empty() {
        return sentence(base, "Belum ada pembayaran. Buat satu dari aplikasi yang memakai simulator ini.");
    }
    let rows: String = records
        .iter()
        .map(|it| {
            format!(
                "<li><a href=\"{address}/_simulator/pay/{}\"><strong>{}</strong><span>{}</span><span>{}</span></a></li>",
                escape(&it.id),
                rupiah(it.amount.get()),
                escape(&it.order_id),
                status_name(it.status),
            )
        })
        .collect();
    page(base, "Pembayaran di simulator", &format!("<ul>{rows}</ul>"))
}

pub(crate) fn sentence(base: &str, text: &str) -> String {
    page(base, "Simulator pembayaran", &format!("<p>{}</p>", escape(text)))
}

pub(crate) fn refusal(code: u16) -> &'static str {
    match code {
        402 => "Cara membayar ini tidak aktif.",
        406 => "Nomor pesanan ini sudah dipakai.",
        414 => "Jumlah pengembalian tidak sesuai.",
        _ => "Status pembayaran ini tidak dapat diubah seperti itu.",
    }
}

fn body(base: &str, record: &Record, refused: Option<&str>) -> String {
    let warning =
        refused.map(|it| format!("<p class=\"warning\" role=\"alert\">{it}</p>")).unwrap_or_default();
    format!(
        "{warning}<p class=\"amount\">{}</p><p class=\"status\">{}</p><dl><dt>Pesanan</dt><dd>{}</dd>{}\
         <dt>Berlaku sampai</dt><dd>{} WIB</dd></dl>{}{}",
        rupiah(record.amount.get()),
        status_name(record.status),
        escape(&record.order_id),
        numbers(record),
        wib(record.ends),
        picture(base, record),
        buttons(base, record),
    )
}

fn numbers(record: &Record) -> String {
    let text = |name: &str| record.instrument.get(name).and_then(Value::as_str);
    let va = record.instrument.get("va_numbers").and_then(|it| it[0]["va_number"].as_str());
    let named = [
        ("Nomor virtual account", va.or_else(|| text("permata_va_number"))),
        ("Kode perusahaan", text("biller_code")),
        ("Nomor tagihan", text("bill_key")),
        ("Kode bayar", text("payment_code")),
    ];
    let known = named.into_iter().filter_map(|(name, value)| Some((name, value?)));
    known.map(|(name, value)| format!("<dt>{name}</dt><dd class=\"number\">{}</dd>", escape(value))).collect()
}

fn picture(base: &str, record: &Record) -> String {
    match record.payment_type.as_str() {
        "qris" | "gopay" if record.status == "pending" => format!(
            "<img src=\"{base}/v2/qris/{}/qr-code\" width=\"280\" height=\"280\" alt=\"Kode QR pembayaran\">",
            escape(&record.id)
        ),
        _ => String::new(),
    }
}

fn buttons(base: &str, record: &Record) -> String {
    let acts: &[(&str, &str)] = match (record.status, record.payment_type.as_str(), record.fraud) {
        ("pending", "credit_card", _) => &[
            ("settle", "Bayar sekarang"),
            ("challenge", "Tahan untuk ditinjau"),
            ("deny", "Tolak pembayaran"),
            ("expire", "Biarkan kedaluwarsa"),
        ],
        ("pending", ..) => &[
            ("settle", "Bayar sekarang"),
            ("deny", "Tolak pembayaran"),
            ("expire", "Biarkan kedaluwarsa"),
            ("cancel", "Batalkan pembayaran"),
        ],
        ("capture", _, "challenge") => &[("approve", "Setujui pembayaran"), ("deny", "Tolak pembayaran")],
        ("capture", ..) => &[("settle", "Selesaikan ke rekening"), ("chargeback", "Sanggah pembayaran")],
        ("settlement", ..) => &[("deny-late", "Tolak setelah lunas"), ("chargeback", "Sanggah pembayaran")],
        _ => &[],
    };
    let buttons: String = acts
        .iter()
        .map(|(act, name)| format!("<button name=\"act\" value=\"{act}\">{name}</button>"))
        .collect();
    let refundable = record.is_refundable() && matches!(record.status, "settlement" | "partial_refund");
    let action = format!("{base}/_simulator/pay/{}", escape(&record.id));
    let refund = if refundable { refund_form(record, &action) } else { String::new() };
    match buttons.as_str() {
        "" => refund,
        buttons => format!("<form method=\"post\" action=\"{action}\">{buttons}</form>{refund}"),
    }
}

fn refund_form(record: &Record, action: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{action}\"><label for=\"amount\">Jumlah yang dikembalikan (rupiah)</label>\
         <input id=\"amount\" name=\"amount\" inputmode=\"numeric\" value=\"{}\">\
         <button name=\"act\" value=\"refund\">Kembalikan uang</button></form>",
        record.amount.get() - record.refunded(),
    )
}

fn status_name(status: &str) -> &'static str {
    match status {
        "pending" => "Menunggu pembayaran",
        "settlement" | "capture" => "LUNAS",
        "deny" => "Ditolak",
        "cancel" => "Dibatalkan",
        "expire" => "Kedaluwarsa",
        "refund" => "Dikembalikan",
        "partial_refund" => "Dikembalikan sebagian",
        "chargeback" => "Disanggah",
        _ => "Gagal",
    }
}

fn page(base: &str, title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} · MODE COBA</title>\
         <link rel=\"stylesheet\" href=\"{base}/_simulator/tokens.css\"></head><body>\
         <p class=\"trial\">MODE COBA · tidak ada uang yang berpindah</p><main><h1>{title}</h1>{body}</main></body></html>"
    )
}

fn rupiah(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::from("Rp");
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
