// The water will be off tomorrow: the manager writes it, sees how many it reaches before it goes out, a resident reads it on
// a phone of 360 pixels, another house by its own link without an account, and the manager sees who has not read it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, openBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';

const HOUSES = [
  ['A-01', 'Salsabila Susanti', '085773964017'],
  ['A-02', 'Rudi Hartono', '081234567002'],
  ['A-03', 'Beni Wijaya', '081234567003'],
];
const state = {};
let server, browser, office, page;

before(async () => {
  server = await startServer(['--no-demo'], 'pengumuman.log');
  browser = await openBrowser();
  office = await browser.newContext({ baseURL: server.address.url, locale: 'id-ID', reducedMotion: 'reduce' });
  office.setDefaultTimeout(10_000);
  page = await office.newPage();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const says = async (text, it = page) => {
  const shown = (await it.locator('main').innerText()).replaceAll('\u00a0', ' ');
  assert.ok(shown.includes(text), `${text} is not on ${it.url()}:\n${shown}`);
};
const isSilent = async (text, it = page) => {
  const shown = await it.locator('main').innerText();
  assert.ok(!shown.includes(text), `${text} is on ${it.url()}`);
};
const fits = async (it) => {
  const width = await it.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= PHONE.width, `${it.url()} is ${width} wide`);
};

test('a complex with three houses, one of which has an account', async () => {
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
  await isSilent('Air mati besok', state.resident);
});

test('the manager sees what it will look like and how many it reaches, while it is written', async () => {
  await page.goto(`${state.complex}/pengumuman`);
  await page.getByRole('link', { name: 'Tulis pengumuman' }).first().click();
  await page.locator('[name="judul"]').fill('Air mati besok');
  await page.locator('[name="isi"]').fill('Besok **07.00–12.00**.\n\n- Tampung air\n- Matikan pompa');
  await page.locator('#pratinjau strong', { hasText: '07.00–12.00' }).waitFor();
  await page.locator('#pratinjau', { hasText: '3 orang di 3 rumah' }).waitFor();
  await page.locator('input[name="ke"][value="unit"]').check({ force: true });
  await page.locator('[name="unit"]').fill('A-01, A-02');
  await page.locator('#pratinjau', { hasText: '2 orang di 2 rumah' }).waitFor();
  await page.locator('input[name="ke"][value="semua"]').check({ force: true });
  await page.locator('#pratinjau', { hasText: '3 orang di 3 rumah' }).waitFor();
  await page.getByRole('button', { name: 'Simpan draf' }).click();
  await page.waitForURL(/\/pengumuman\/[0-9a-f-]{36}$/);
  await says('3 orang di 3 rumah');
  await says('Draf');
  state.announcement = page.url();
});

test('it is sent, and nobody has read it yet', async () => {
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  await page.getByText('0 dari 3 rumah sudah membaca').waitFor();
});

test('the resident finds it on the first page of a phone and reads it', async () => {
  const it = state.resident;
  await it.goto(`${state.complex}/beranda`);
  await says('Air mati besok', it);
  await fits(it);
  await it.getByRole('link', { name: 'Air mati besok' }).click();
  await it.waitForURL(/\/pengumuman-saya\/[0-9a-f-]{36}$/);
  await says('Tampung air', it);
  await fits(it);
});

test('the manager sees who has not, and a house reads by its own link without an account', async () => {
  await page.goto(state.announcement);
  await says('1 dari 3 rumah sudah membaca');
  await page.getByRole('link', { name: /2 rumah belum membaca/ }).click();
  await says('A-02');
  await says('Beni Wijaya');
  await isSilent('Salsabila');
  const message = await page.locator('a[href^="https://wa.me/"]').first().getAttribute('href');
  const link = new URL(message).searchParams.get('text').match(/https?:\/\/\S+\/baca\/\S+/)[0];

  const passer = await browser.newContext({ baseURL: server.address.url, viewport: PHONE, locale: 'id-ID' });
  const house = await passer.newPage();
  await house.goto(new URL(link).pathname);
  await says('Rumah A-02', house);
  await fits(house);
  await house.getByRole('button', { name: 'Saya sudah membaca' }).click();
  await house.getByText('tercatat sudah membaca').waitFor();
  await passer.close();

  await page.reload();
  await says('A-03');
  await isSilent('Rudi Hartono');
  await page.getByRole('button', { name: 'Ingatkan 1 rumah' }).click();
  await page.getByText('Diingatkan', { exact: false }).first().waitFor();
  await page.goto(`${state.complex}/pengumuman`);
  await says('66% rumah sudah membaca (2 dari 3)');
});
