// The hall, from the phone of 360 pixels to the books: booked, agreed to, paid in the simulator, used, and its deposit returned
// less a deduction. What the books say before and after is compared account by account.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { axe } from '../lib/axe.mjs';
import { DESK, PHONE, openBrowser, signedIn } from '../lib/browser.mjs';
import { out } from '../lib/places.mjs';

const [RENT, DEPOSIT, KEPT] = [300_000, 500_000, 125_000];
const state = {};
let browser, office, resident, guard;

before(async () => {
  browser = await openBrowser();
  office = await (await signedIn(browser, 'manager', { viewport: DESK })).newPage();
  resident = await (await signedIn(browser, 'resident', { viewport: PHONE })).newPage();
  guard = await (await signedIn(browser, 'guard', { viewport: PHONE })).newPage();
});
after(() => browser?.close());

const text = async (page) => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
const picture = (page, name) => page.screenshot({ path: path.join(out, `balai-${name}.png`), fullPage: true });
const says = async (page, words) => {
  const shown = await text(page);
  assert.ok(shown.includes(words), `${words} is not on ${page.url()}:\n${shown}`);
};
const fits = async (page) => {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= page.viewportSize().width, `${page.url()} is ${wide} wide`);
  assert.deepEqual(await axe(page), []);
};

// What moved on each account this month, by its name: [debit, credit].
async function books() {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const answer = await office.request.get(`/k/melati/buku/unduh?format=csv&dari=${today.slice(0, 8)}01&sampai=${today}`);
  const rows = (await answer.text()).replace(/^\uFEFF/, '').trim().split(/\r?\n/).slice(1);
  return new Map(rows.map((row) => row.split(/[;,]/)).map((cells) => [cells[1], [Number(cells[4]), Number(cells[5])]]));
}

test('the resident reads what the hall costs, takes an hour and asks for it', async () => {
  // The sample lives its last months in the background; its payments would get between ours.
  const month = new Intl.DateTimeFormat('id-ID', { month: 'long', year: 'numeric', timeZone: 'Asia/Jakarta' }).format(new Date());
  for (const until = Date.now() + 300_000; ; ) {
    await office.goto('/k/melati/tagihan');
    if ((await text(office)).split('Cari tagihan')[0].includes(month)) break;
    assert.ok(Date.now() < until, `the sample has no bills of ${month}`);
    await office.waitForTimeout(500);
  }
  await resident.goto('/k/melati/fasilitas-saya');
  await resident.getByRole('link', { name: /Balai warga/ }).first().click();
  await says(resident, 'Rp 500.000');
  const later = new Date(Date.now() + (5 * 24 + 7) * 3_600_000).toISOString().slice(0, 10);
  await resident.goto(`${new URL(resident.url()).pathname}?hari=${later}`);
  await fits(resident);
  await picture(resident, '360-jam');
  await resident.locator('.jam-jam button:not([disabled])').first().click();
  await resident.waitForURL(/\/pesanan-saya\//);
  state.booking = new URL(resident.url()).pathname;
  state.desk = state.booking.replace('pesanan-saya', 'jadwal-fasilitas');
  await resident.getByLabel('Saya menyetujui aturan ini').check({ force: true });
  await resident.getByRole('button', { name: 'Pesan', exact: true }).click();
  await says(resident, 'Menunggu');
  await fits(resident);
  state.before = await books();
});

test('the office is told, agrees, and the bell of the resident says what to pay', async () => {
  await office.goto('/k/melati/kabar');
  await says(office, 'Balai warga');
  await office.goto(state.desk);
  await office.getByRole('button', { name: 'Setujui' }).click();
  await resident.goto('/k/melati/kabar');
  await says(resident, 'disetujui, tinggal dibayar');
  await says(resident, 'Rp 800.000');
});

test('paid in the simulator, it is confirmed and shows its code', async () => {
  await resident.goto(state.booking);
  await resident.getByRole('link', { name: 'Bayar', exact: true }).click();
  await resident.waitForURL(/\/t\//);
  await says(resident, 'Dibayar sekarang: Rp 800.000');
  await fits(resident);
  await picture(resident, '360-bayar');
  await resident.getByRole('button', { name: /Pilih QRIS/ }).click();
  const [tab] = await Promise.all([
    resident.context().waitForEvent('page'),
    resident.getByRole('link', { name: /Bayar di simulator/ }).click(),
  ]);
  await tab.getByRole('button', { name: 'Bayar sekarang' }).click();
  await tab.getByText('LUNAS', { exact: true }).waitFor();
  await resident.bringToFront();
  await resident.getByRole('heading', { name: 'LUNAS' }).waitFor();
  // The booking hears of its invoice in the background.
  for (const until = Date.now() + 20_000; ; await resident.waitForTimeout(200)) {
    await resident.goto(state.booking);
    if ((await text(resident)).includes('Tunjukkan kode ini kepada satpam.')) break;
    assert.ok(Date.now() < until, await text(resident));
  }
  await fits(resident);
  await picture(resident, '360-kode');
});

test('the guard lets them in and out', async () => {
  await guard.goto(state.desk);
  await fits(guard);
  await guard.getByRole('button', { name: 'Catat masuk' }).click();
  await guard.goto(state.desk);
  await guard.getByRole('button', { name: 'Catat selesai' }).click();
});

test('the deposit goes back less what is kept, and the books say so to the rupiah', async () => {
  await office.goto(state.desk);
  await office.locator('[name="potongan"]').fill(String(KEPT));
  await office.locator('#alasan-jaminan').fill('Dua kursi patah');
  await fits(office);
  await picture(office, '1280-jaminan');
  await office.getByRole('button', { name: 'Kembalikan' }).click();
  await office.getByText('Dua kursi patah').waitFor();
  await says(office, 'Rp 125.000');
  await resident.goto('/k/melati/kabar');
  await says(resident, 'selesai, jaminan kembali');
  await says(resident, 'Rp 375.000');
  await says(resident, 'Dua kursi patah');

  const now = await books();
  const moved = new Map(
    [...now].map(([name, [debit, credit]]) => {
      const [was, had] = state.before.get(name) ?? [0, 0];
      return [name, [debit - was, credit - had]];
    }),
  );
  const sum = (side) => [...moved.values()].reduce((all, figures) => all + figures[side], 0);
  assert.equal(sum(0), sum(1), 'debit equals credit');
  const net = (pattern) =>
    [...moved].filter(([name]) => pattern.test(name)).reduce((all, [, [debit, credit]]) => all + debit - credit, 0);
  assert.deepEqual(moved.get('Uang jaminan'), [DEPOSIT, DEPOSIT], 'all of the deposit came and went');
  assert.equal(net(/^Pendapatan lain/), -(RENT + KEPT), 'rent and deduction are income');
});
