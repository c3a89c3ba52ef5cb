// A bill from the link to LUNAS, on a phone of 360 pixels: the code on the first page, the payment in a second tab, and
// nobody touches the first. Then the office looks whether receipt and cash book say the same.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { DESK, PHONE, complaints, openBrowser, signedIn, stranger } from '../lib/browser.mjs';
import { out } from '../lib/places.mjs';

const state = {};
let browser, office, phone;

before(async () => {
  browser = await openBrowser();
  office = await signedIn(browser, 'manager', { viewport: DESK });
  phone = await stranger(browser, { viewport: PHONE });
});
after(() => browser?.close());

const text = async (page) => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
const picture = (page, name) => page.screenshot({ path: path.join(out, `bayar-${name}.png`), fullPage: true });
const fits = async (page) =>
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= page.viewportSize().width, page.url());

test('the manager copies the link of a house that owes something', async () => {
  const page = await office.newPage();
  // The sample lives its last months in the background; its payments would get between ours.
  const month = new Intl.DateTimeFormat('id-ID', { month: 'long', year: 'numeric', timeZone: 'Asia/Jakarta' }).format(new Date());
  for (const until = Date.now() + 300_000; ; ) {
    await page.goto('/k/melati/tagihan');
    if ((await text(page)).split('Cari tagihan')[0].includes(month)) break;
    assert.ok(Date.now() < until, `the sample has no bills of ${month}`);
    await page.waitForTimeout(500);
  }
  // A house that is one month late: small enough for a QRIS to be the cheapest way.
  await page.goto('/k/melati/tunggakan');
  await page.locator('main a', { hasText: '1–30 hari' }).first().click();
  await page.waitForURL(/\?/);
  const houses = (await page.locator('tbody').innerText()).match(/\b[B-F]-\d\d\b/g);
  state.house = houses[0];
  await page.goto(`/k/melati/tagihan?q=${state.house}`);
  await page.locator('tbody a[href*="/tagihan/INV-"]').first().click();
  await page.locator('main details.turun > summary').first().click();
  await page.getByRole('link', { name: 'Salin tautan bayar' }).click();
  const copy = page.locator('[data-copy*="/t/"]').first();
  state.link = new URL(await copy.getAttribute('data-copy')).pathname;
  assert.match(state.link, /^\/t\//);
  assert.match(await text(page), /Kirim lewat WhatsApp/);
  await page.close();
});

test('it opens without signing in, says MODE COBA and shows a code at once', async () => {
  state.bill = await phone.newPage();
  state.complaints = complaints(state.bill);
  await state.bill.goto(state.link);
  await state.bill.getByRole('link', { name: 'Simpan gambar QR' }).waitFor();
  const shown = await text(state.bill);
  assert.match(shown, /MODE COBA/);
  assert.match(shown, new RegExp(state.house));
  assert.match(shown, /\*\*\*/, 'the name is masked');
  state.total = shown.match(/Rp [\d.]+/)[0];
  await fits(state.bill);
  await picture(state.bill, '360-kode');
});

test('paid in a second tab, the first turns to LUNAS within two seconds and by itself', async () => {
  const [tab] = await Promise.all([
    phone.waitForEvent('page'),
    state.bill.getByRole('link', { name: /Bayar di simulator/ }).click(),
  ]);
  await tab.getByRole('button', { name: 'Bayar sekarang' }).waitFor();
  assert.match(await tab.locator('body').innerText(), /MODE COBA/);
  await fits(tab);
  await picture(tab, '360-simulator');
  await tab.getByRole('button', { name: 'Bayar sekarang' }).click();
  const paid = Date.now();
  await tab.getByText('LUNAS', { exact: true }).waitFor();
  // A tab in front of another is what the payer has; the first one re-reads itself when it is looked at again.
  await state.bill.bringToFront();
  await state.bill.getByRole('heading', { name: 'LUNAS' }).waitFor({ timeout: 5_000 });
  const took = Date.now() - paid;
  assert.ok(took <= 2_000, `LUNAS after ${took} ms`);
  assert.ok((await text(state.bill)).includes(state.total), 'the amount that was asked for');
  assert.doesNotMatch(await text(state.bill), /Belum dibayar/, 'what was owed is gone from the page');
  await fits(state.bill);
  await picture(state.bill, '360-lunas');
  assert.deepEqual(state.complaints, []);
});

test('the receipt, the payment and the cash book say the same', async () => {
  await state.bill.getByRole('link', { name: 'Lihat kuitansi' }).click();
  const receipt = await text(state.bill);
  state.number = receipt.match(/KW-\d{4}-\d{6}/)[0];
  assert.ok(receipt.includes(state.total), receipt);

  const page = await office.newPage();
  await page.goto(`/k/melati/pembayaran?q=${state.number}`);
  await page.locator('main a[href*="/pembayaran/0"]').first().click();
  const payment = await text(page);
  assert.ok(payment.includes(state.total) && payment.includes(state.number), payment);

  await page.goto(`/k/melati/upaya-bayar?q=${state.house}`);
  await page.locator('main li a.utama-baris').first().click();
  assert.match(await text(page), /Lunas/);
  await page.locator('main a[href*="/pembayaran/"]').first().waitFor();

  await page.goto('/k/melati/buku');
  await page.locator('main').waitFor();
  await page.goto(`/k/melati/tunggakan?q=${state.house}`);
  assert.ok(!(await text(page)).includes(state.total), 'nothing of it is in arrears any more');
  await page.close();
});

test('the resident reaches the same page from the own invoices', async () => {
  const resident = await signedIn(browser, 'resident', { viewport: PHONE });
  const page = await resident.newPage();
  await page.goto('/k/melati/tagihan-saya');
  await page.getByRole('link', { name: 'Bayar', exact: true }).first().click();
  await page.waitForURL(/\/t\//);
  assert.match(await text(page), /A-12/);
  await fits(page);
});

test('at 1280 pixels, light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const context = await stranger(browser, { viewport: DESK, colorScheme });
    const page = await context.newPage();
    await page.goto(state.link);
    await page.locator('#bayar').waitFor();
    await fits(page);
    await picture(page, `1280-${colorScheme}`);
    await context.close();
  }
});
