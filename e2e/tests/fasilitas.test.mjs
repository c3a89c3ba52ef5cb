// The badminton court: two residents tap the same hour in the same moment, one has it and the other is offered the next; the
// office sees both in its week, on a desk and on a phone, and books for a third house.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe } from '../lib/axe.mjs';
import { DESK, PHONE, openBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';

const HOUSES = [
  ['A-01', 'Salsabila Susanti', '085773964017'],
  ['A-02', 'Rudi Hartono', '081234567002'],
  ['A-03', 'Beni Wijaya', '081234567003'],
];
const DAYS = ['senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu', 'minggu'];
const state = { residents: [] };
let server, browser, page;

before(async () => {
  server = await startServer(['--no-demo'], 'fasilitas.log');
  browser = await openBrowser();
  page = await opened(DESK);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function opened(viewport) {
  const context = await browser.newContext({ baseURL: server.address.url, viewport, locale: 'id-ID', reducedMotion: 'reduce' });
  context.setDefaultTimeout(10_000);
  return context.newPage();
}
const says = async (text, it = page) => {
  const shown = (await it.locator('main').innerText()).replaceAll('\u00a0', ' ');
  assert.ok(shown.includes(text), `${text} is not on ${it.url()}:\n${shown}`);
};
const fits = async (it, width) => {
  const wide = await it.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `${it.url()} is ${wide} wide`);
};

test('a complex with three houses, and a court that the office opens', async () => {
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

  await page.goto(`${state.complex}/fasilitas/baru`);
  await page.locator('[name="nama"]').fill('Lapangan bulu tangkis');
  for (const day of DAYS) await page.locator(`[name="${day}"]`).fill('07.00-21.00');
  await page.getByRole('button', { name: 'Simpan fasilitas' }).click();
  await page.waitForURL(/\/fasilitas\/[0-9a-f-]{36}$/);
  state.facility = page.url().split('/').pop();
});

test('two residents come in by their invitations', async () => {
  for (const [unit, name, phone] of HOUSES.slice(0, 2)) {
    await page.goto(`${state.complex}/anggota/undang`);
    await page.locator('input[name="role"][value="resident"]').check({ force: true });
    await page.locator('[name="name"]').fill(name);
    await page.locator('[name="phone"]').fill(phone);
    await page.locator('[name="unit"]').fill(unit);
    await page.locator('main form button.utama').click();
    const link = await page.locator('input[name="link"]').inputValue();
    const resident = await opened(PHONE);
    await resident.goto(link);
    await resident.locator('[name="password"]').fill('rumah-biru-2026');
    await resident.locator('main form button.utama').click();
    await resident.waitForURL(/\/beranda$/);
    state.residents.push(resident);
  }
});

test('both tap ten in the same moment: one has it, the other is offered the hours beside it and takes one', async () => {
  const tomorrow = new Date(Date.now() + (24 + 7) * 3_600_000).toISOString().slice(0, 10);
  state.day = tomorrow;
  const ten = /^10\.00/;
  for (const it of state.residents) {
    await it.goto(`${state.complex}/fasilitas-saya/${state.facility}?hari=${tomorrow}`);
    await it.getByRole('button', { name: ten }).waitFor();
    await fits(it, PHONE.width);
  }
  await Promise.all(state.residents.map((it) => it.getByRole('button', { name: ten }).click()));
  await Promise.all(
    state.residents.map((it) =>
      Promise.race([it.waitForURL(/\/pesanan-saya\//), it.getByText('Baru saja dipesan orang lain').waitFor()]),
    ),
  );
  const won = state.residents.filter((it) => it.url().includes('/pesanan-saya/'));
  assert.equal(won.length, 1, 'exactly one of the two has it');
  const [winner] = won;
  const loser = state.residents.find((it) => it !== winner);

  await winner.getByRole('button', { name: 'Pesan', exact: true }).click();
  await says('Berlaku', winner);
  await winner.getByText('Tunjukkan kode ini kepada satpam.').waitFor();
  await fits(winner, PHONE.width);

  await says('Jam kosong terdekat', loser);
  await fits(loser, PHONE.width);
  await loser.locator('main button', { hasText: '11.00' }).first().click();
  await loser.waitForURL(/\/pesanan-saya\//);
  await loser.getByRole('button', { name: 'Pesan', exact: true }).click();
  await says('Berlaku', loser);
  await says('11.00', loser);
});

test('the telephone of one subscribes, and its address is good without signing in', async () => {
  const [it] = state.residents;
  await it.goto(`${state.complex}/fasilitas-saya`);
  await it.getByRole('link', { name: 'Kalender ponsel' }).click();
  await it.getByRole('button', { name: 'Buat alamat' }).click();
  const address = await it.locator('#alamat').inputValue();
  await fits(it, PHONE.width);
  assert.deepEqual(await axe(it), []);
  const feed = await it.request.get(new URL(address).pathname);
  assert.match(feed.headers()['content-type'], /^text\/calendar/);
  assert.match(await feed.text(), /SUMMARY:Lapangan bulu tangkis/);
});

test('the office sees both in its week and its day, on a desk and on a phone, and books for the third house', async () => {
  await page.goto(`${state.complex}/jadwal-fasilitas/pesankan?fasilitas=${state.facility}&rumah=A-03&hari=${state.day}`);
  await fits(page, DESK.width);
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: /^12\.00/ }).click();
  await page.getByText('Dipesan untuk rumah A-03.').waitFor();
  for (const [view, width] of [['pekan', DESK.width], ['hari', DESK.width], ['pekan', PHONE.width], ['hari', PHONE.width]]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${state.complex}/jadwal-fasilitas/kalender?tampil=${view}&hari=${state.day}`);
    for (const words of ['10.00–11.00', '11.00–12.00', '12.00–13.00', 'A-01', 'A-02', 'A-03', 'Berlaku']) await says(words);
    await fits(page, width);
    assert.deepEqual(await axe(page), []);
  }
  await page.setViewportSize(DESK);
  await page.getByRole('link', { name: /^10\.00/ }).click();
  await page.waitForURL(/\/jadwal-fasilitas\/[0-9a-f-]{36}$/);
  await says('Catat masuk');
  assert.deepEqual(await axe(page), []);
});
