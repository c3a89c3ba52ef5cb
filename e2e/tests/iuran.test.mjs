// A month of dues as somebody new to it would do it, without a guide: the first page says what to do next, each next page
// says it again. On a server of its own, so that every figure is the arithmetic that stands here.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, openBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';

const HOUSES = [
  ['A-01', 'Salsabila Susanti', '085773964017'],
  ['A-02', 'Rudi Hartono', '081234567002'],
  ['A-03', 'Beni Wijaya', '081234567003'],
];
const ENVIRONMENT = 150_000;
const SECURITY = 75_000;
const EACH = ENVIRONMENT + SECURITY;
const ALL = EACH * HOUSES.length;

const rp = (amount) => `Rp\u00a0${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')}`;
const state = {};
let server, browser, office, page;

before(async () => {
  server = await startServer(['--no-demo'], 'iuran.log');
  browser = await openBrowser();
  office = await browser.newContext({ baseURL: server.address.url, locale: 'id-ID', reducedMotion: 'reduce' });
  office.setDefaultTimeout(10_000);
  page = await office.newPage();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const main = (it = page) => it.locator('main').innerText();
const says = async (text, it = page) => {
  const shown = (await main(it)).replaceAll('\u00a0', ' ');
  assert.ok(shown.includes(text.replaceAll('\u00a0', ' ')), `${text} is not on ${it.url()}:\n${shown}`);
};

test('a complex with three houses', async () => {
  await page.goto(server.address.said.match(/https?:\/\/\S+\/mulai\/\S+/)[0]);
  await page.locator('[name="organization"]').fill('Paguyuban Puri Mawar');
  await page.locator('[name="complex"]').fill('Puri Mawar');
  await page.locator('[name="city"]').fill('Bekasi');
  await page.locator('[name="name"]').fill('Dewi Lestari');
  await page.locator('[name="phone"]').fill('0812 7000 0011');
  await page.locator('[name="password"]').fill('kunci-kantor-2026');
  await page.locator('main form button.utama').click();
  await page.waitForURL((address) => !address.pathname.startsWith('/mulai'));
  const complex = page.locator('a[href^="/k/"]').first();
  state.complex = page.url().match(/\/k\/[^/]+/)?.[0] ?? (await complex.getAttribute('href')).match(/\/k\/[^/]+/)[0];

  await page.goto(`${state.complex}/impor`);
  const rows = HOUSES.map((house) => house.join('\t'));
  await page.locator('textarea[name="text"]').fill(['Unit\tNama\tWA', ...rows].join('\n'));
  await page.locator('form:has(textarea[name="text"]) button').click();
  await page.locator('#review').waitFor();
  await page.locator('.bilah-aksi button.utama').click();
  await page.getByText(/baris sudah masuk/).waitFor({ timeout: 30_000 });
});

test('the first page leads to the tariff, where two amounts are enough', async () => {
  await page.goto(`${state.complex}/ringkasan`);
  await page.getByRole('link', { name: 'Isi tarif' }).click();
  await page.locator('[name="lingkungan"]').fill(String(ENVIRONMENT));
  await page.locator('[name="keamanan"]').fill(String(SECURITY));
  await page.locator('form[action$="/tarif/mulai"] button.utama').click();
  await page.waitForURL((address) => address.pathname.endsWith('/tarif'));
  await says(rp(ENVIRONMENT));
  await says(rp(SECURITY));
});

test('then to the billing, which shows what it would do before it does it', async () => {
  await page.goto(`${state.complex}/ringkasan`);
  await page.getByRole('link', { name: 'Buat tagihan' }).first().click();
  if (!page.url().includes('/tagihan/buat')) await page.locator('main a[href*="/tagihan/buat"]').first().click();
  await says(rp(ALL));
  const other = await office.newPage();
  await other.goto(`${state.complex}/tagihan`);
  assert.equal(await other.locator('tbody tr').count(), 0, 'nothing is issued by looking');
  await other.close();

  await page.getByRole('button', { name: `Terbitkan ${HOUSES.length} tagihan` }).click();
  await page.locator('a[href*="/tagihan?"]').first().waitFor({ timeout: 30_000 });
  await says(rp(ALL));
  await page.goto(`${state.complex}/tagihan`);
  assert.equal(await page.locator('tbody tr').count(), HOUSES.length);
});

test('the resident, invited, sees what is to be paid', async () => {
  const [unit, name, phone] = HOUSES[0];
  await page.goto(`${state.complex}/anggota/undang`);
  await page.locator('input[name="role"][value="resident"]').check({ force: true });
  await page.locator('[name="name"]').fill(name);
  await page.locator('[name="phone"]').fill(phone);
  await page.locator('[name="unit"]').fill(unit);
  await page.locator('main form button.utama').click();
  const link = await page.locator('input[name="link"]').inputValue();

  const phoneContext = await browser.newContext({ baseURL: server.address.url, viewport: PHONE, locale: 'id-ID' });
  phoneContext.setDefaultTimeout(10_000);
  state.resident = await phoneContext.newPage();
  await state.resident.goto(link);
  await state.resident.locator('[name="password"]').fill('rumah-biru-2026');
  await state.resident.locator('main form button.utama').click();
  await state.resident.waitForURL(/\/beranda$/);
  await says(rp(EACH), state.resident);
});

test('cash at the door is three taps on a phone of 360 pixels, and leaves a receipt', async () => {
  await page.setViewportSize(PHONE);
  await page.goto(`${state.complex}/pembayaran/tunai`);
  // Tap 1: the field, which has the focus; 2: the house; 3: save.
  await page.locator('#q').fill('a01');
  await page.locator('#hasil a', { hasText: HOUSES[0][0] }).click();
  assert.equal(await page.locator('[name="bayar"]').inputValue(), '225.000', 'what is owed stands there already');
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= PHONE.width);
  await page.locator('main form button.utama').click();
  await page.waitForURL(/\/pembayaran\/[0-9a-f-]{36}/);
  await says(rp(EACH));
  const whole = await page.locator('body').innerText();
  assert.match(whole, /KW-\d{4}-000001/);

  const check = await page.locator('a[href*="/kuitansi/"]:not([href*="wa.me"])').first().getAttribute('href');
  const passer = await browser.newContext({ baseURL: server.address.url, locale: 'id-ID' });
  const gate = await passer.newPage();
  await gate.goto(new URL(check).pathname);
  await says('Kuitansi ini sah.', gate);
  await says(rp(EACH), gate);
  await passer.close();
});

test('the resident sees it paid', async () => {
  await state.resident.goto(`${state.complex}/beranda`);
  await says('Lunas', state.resident);
  await state.resident.goto(`${state.complex}/tagihan-saya`);
  await says('Lunas', state.resident);
});

test('the books balance, and the first page is the arithmetic', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${state.complex}/buku`);
  await says('Seimbang');
  // Cash against what two houses still owe: the income of three.
  await says(rp(EACH));
  await says(rp(EACH * 2));
  await says(rp(ALL));

  await page.goto(`${state.complex}/ringkasan`);
  await says(rp(EACH));
  await says(`33% dari ${rp(ALL)}`);
  await says(`1 dari ${HOUSES.length}`);
});
