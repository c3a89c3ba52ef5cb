// The whole way of a new complex, as the README promises it: an empty installation, the complex's own Excel file, its
// faults repaired, a resident invited, and that resident on a phone of 360 pixels, who sees what is theirs and no more.
//
// On a server of its own, since only an empty one prints the link that sets it up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, openBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { testdata } from '../lib/places.mjs';

const RESIDENT = { name: 'Salsabila Susanti', phone: '085773964017', unit: 'A-02', password: 'rumah-biru-2026' };
const UNITS = 240;

// What the manager would write, knowing the complex.
const REPAIRS = [
  [/terlalu pendek/, '0812 3456 7890'],
  [/B-12 sudah ada/, 'B-13'],
  [/Unit kosong/, 'B-40'],
  [/hanya berisi gelar/, 'Rudi Hartono'],
];

const state = {};
let server, browser, office, page;

before(async () => {
  server = await startServer(['--no-demo'], 'journey.log');
  browser = await openBrowser();
  office = await browser.newContext({ baseURL: server.address.url, locale: 'id-ID', reducedMotion: 'reduce' });
  office.setDefaultTimeout(10_000);
  page = await office.newPage();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const main = () => page.locator('main').innerText();
// The figure behind the name of a tab; a tab without rows may be missing.
const tab = async (name) => {
  const found = page.locator('[aria-label="Saring baris"] a').filter({ hasText: name });
  return (await found.count()) > 0 ? Number((await found.first().innerText()).replace(/\D/g, '')) : 0;
};

test('the printed link sets up the organisation, its first complex and its manager, once', async () => {
  const link = server.address.said.match(/https?:\/\/\S+\/mulai\/\S+/)[0];
  await page.goto(link);
  await page.locator('[name="organization"]').fill('Paguyuban Griya Melati');
  await page.locator('[name="complex"]').fill('Griya Melati');
  await page.locator('[name="city"]').fill('Depok');
  await page.locator('[name="name"]').fill('Ratna Kusuma');
  await page.locator('[name="phone"]').fill('0812 7000 0001');
  await page.locator('[name="password"]').fill('kunci-kantor-2026');
  await page.locator('main form button.utama').click();
  await page.waitForURL((address) => !address.pathname.startsWith('/mulai'));
  const complex = page.locator('a[href^="/k/"]').first();
  state.complex = page.url().match(/\/k\/[^/]+/)?.[0] ?? (await complex.getAttribute('href')).match(/\/k\/[^/]+/)[0];

  const again = await office.request.get(link);
  assert.ok(again.status() >= 400 || !(await again.text()).includes('name="organization"'), 'the link works once');
});

test('the Excel file is read and nothing is written yet', async () => {
  await page.goto(`${state.complex}/impor`);
  await page.locator('input[name="file"]').setInputFiles(testdata('griya-melati-data-warga.xlsx'));
  await page.locator('form:has(input[name="file"]) button.utama').click();
  await page.locator('#review').waitFor();
  state.import = new URL(page.url()).pathname;
  state.faulty = await tab('Perlu diperbaiki');
  state.fresh = await tab('Baru');
  assert.equal(state.faulty + state.fresh, UNITS, `${state.faulty} faulty and ${state.fresh} new rows`);
  assert.ok(state.faulty > 0, 'the sample has faults');

  const other = await office.newPage();
  await other.goto(`${state.complex}/unit`);
  assert.equal(await other.locator('tbody tr').count(), 0);
  await other.close();
});

test('every fault is said in words and repaired where it stands', async () => {
  for (let left = state.faulty; left > 0; left -= 1) {
    const row = page.locator('.baris-salah').first();
    const said = await row.innerText();
    const [, value] = REPAIRS.find(([fault]) => fault.test(said)) ?? [];
    assert.ok(value, `a fault that nobody expected: ${said}`);
    await row.locator('input[name^="isi-"]').first().fill(value);
    await row.locator('button[value="simpan"]').click();
    await page.waitForFunction((before) => document.querySelectorAll('.baris-salah').length < before, left);
  }
  assert.equal(await tab('Perlu diperbaiki'), 0);
  assert.equal(await tab('Baru'), UNITS);
});

test('what is ready is imported, and the result says how much', async () => {
  await page.locator('.bilah-aksi button.utama').click();
  await page.getByText(/baris sudah masuk/).waitFor({ timeout: 30_000 });
  assert.match(await main(), new RegExp(`${UNITS} baris sudah masuk`));

  await page.goto(`${state.complex}/unit`);
  assert.match(await main(), new RegExp(`\\b${UNITS}\\b`));
});

test('a rule repairs all rows with the same fault at once', async () => {
  const pasted = ['Unit\tNama\tWA', 'Z-01\tAndi Saputra\tO812-3456-7001', 'Z-02\tBeni Wijaya\tO812-3456-7002'];
  await page.goto(`${state.complex}/impor`);
  await page.locator('textarea[name="text"]').fill(pasted.join('\n'));
  await page.locator('form:has(textarea[name="text"]) button').click();
  await page.locator('#review').waitFor();
  assert.equal(await tab('Perlu diperbaiki'), 2);
  await page.locator('form.kabar button').first().click();
  await page.locator('.baris-salah').first().waitFor({ state: 'detached' });
  assert.equal(await tab('Perlu diperbaiki'), 0);
  assert.equal(await tab('Baru'), 2);
});

test('the same file again brings nothing new', async () => {
  await page.goto(`${state.complex}/impor`);
  await page.locator('input[name="file"]').setInputFiles(testdata('griya-melati-data-warga.xlsx'));
  await page.locator('form:has(input[name="file"]) button.utama').click();
  await page.locator('#review').waitFor();
  assert.equal(await tab('Baru'), 0);
});

test('a resident is invited by a link', async () => {
  await page.goto(`${state.complex}/anggota/undang`);
  await page.locator('input[name="role"][value="resident"]').check({ force: true });
  await page.locator('[name="name"]').fill(RESIDENT.name);
  await page.locator('[name="phone"]').fill(RESIDENT.phone);
  await page.locator('[name="unit"]').fill(RESIDENT.unit);
  await page.locator('main form button.utama').click();
  state.link = await page.locator('input[name="link"]').inputValue();
  assert.match(state.link, /\/undangan\//);
  assert.match(await page.locator('a[href*="wa.me"]').first().getAttribute('href'), /wa\.me\/6285773964017/);
});

test('on a phone of 360 pixels the resident opens it, and sees what is theirs and no more', async () => {
  const phone = await browser.newContext({ baseURL: server.address.url, viewport: PHONE, hasTouch: true, locale: 'id-ID' });
  const screen = await phone.newPage();
  await screen.goto(state.link);
  await screen.locator('[name="password"]').fill(RESIDENT.password);
  await screen.locator('main form button.utama').click();
  await screen.waitForURL(/\/beranda$/);
  const home = await screen.locator('main').innerText();
  assert.match(home, new RegExp(RESIDENT.unit));
  assert.match(home, /Salsabila/);
  assert.doesNotMatch(home, /A-0[13456789]|B-\d\d/);
  assert.ok((await screen.evaluate(() => document.documentElement.scrollWidth)) <= PHONE.width);
  for (const room of ['unit', 'warga', 'anggota', 'impor', 'riwayat', 'ringkasan']) {
    assert.equal((await phone.request.get(`${state.complex}/${room}`)).status(), 403, room);
  }

  // And again with phone and password, as on the next day.
  const tomorrow = await browser.newContext({ baseURL: server.address.url, viewport: PHONE, locale: 'id-ID' });
  const next = await tomorrow.newPage();
  await next.goto('/masuk');
  await next.locator('[name="login"]').fill(RESIDENT.phone);
  await next.locator('[name="password"]').fill(RESIDENT.password);
  await next.locator('main form button.utama').click();
  await next.waitForURL(/\/beranda$/);
});

test('the import can be taken back', async () => {
  await page.goto(`${state.import}/batalkan`);
  await page.locator('main form[method="post"] button').first().click();
  await page.getByText(/dibatalkan|dikembalikan/i).first().waitFor({ timeout: 30_000 });
  await page.goto(`${state.complex}/unit`);
  // The unit of the resident who came in meanwhile may stay; the rest is gone.
  assert.ok((await page.locator('tbody tr').count()) <= 1);
});
