// A broken lamp: Budi photographs it on a phone of 360 pixels, the office gives it to Pak Eko and says that it is mended, and
// Budi says Beres. Then the office's desk on a wide screen: its filters, its board, and one name for two.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, openBrowser, signedIn } from '../lib/browser.mjs';
import { MELATI } from '../lib/people.mjs';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const LAMP = `Lampu di depan rumah mati (${process.pid})`;
const state = {};
let browser, budi, ratna;

before(async () => {
  browser = await openBrowser();
  budi = await (await signedIn(browser, 'resident', { viewport: PHONE })).newPage();
  ratna = await (await signedIn(browser, 'manager', { viewport: DESK })).newPage();
});
after(() => browser?.close());

const says = async (text, it) => {
  const shown = (await it.locator('main').innerText()).replaceAll('\u00a0', ' ');
  assert.ok(shown.includes(text), `${text} is not on ${it.url()}:\n${shown}`);
};
const fits = async (it, width) => {
  const wide = await it.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `${it.url()} is ${wide} wide`);
};

test('Budi photographs a lamp and sends it', async () => {
  await budi.goto(`${MELATI}/keluhan-saya`);
  await budi.getByRole('link', { name: 'Ajukan keluhan' }).first().click();
  await budi.locator('#foto').setInputFiles({ name: 'lampu.png', mimeType: 'image/png', buffer: Buffer.from(PIXEL, 'base64') });
  await budi.locator('input[name="kategori"][value="electricity"]').check({ force: true });
  await budi.locator('input[name="tempat"][value="umum"]').check({ force: true });
  await budi.locator('[name="lokasi"]').fill('Depan A-12');
  await budi.locator('[name="kata"]').fill(LAMP);
  await fits(budi, PHONE.width);
  await budi.getByRole('button', { name: 'Kirim keluhan' }).click();
  await budi.waitForURL(/\/keluhan-saya\/[0-9a-f-]{36}$/);
  await says('Diterima', budi);
  await budi.locator('img.foto-kecil').waitFor();
  await fits(budi, PHONE.width);
  state.own = budi.url();
  state.number = (await budi.locator('h1').innerText()).trim();
  assert.match(state.number, /^K-\d{4}$/);
});

test('the office finds it by its number, gives it to Pak Eko and says that it is mended', async () => {
  await ratna.goto(`${MELATI}/keluhan?q=${state.number}`);
  await ratna.getByRole('link', { name: state.number }).click();
  await ratna.waitForURL(/\/keluhan\/[0-9a-f-]{36}$/);
  await says(LAMP, ratna);
  await ratna.locator('#assign').fill('Pak Eko');
  await ratna.getByRole('button', { name: 'Tugaskan' }).click();
  await ratna.getByText('Keluhan diperbarui.').waitFor();
  await ratna.getByRole('button', { name: 'Nyatakan selesai' }).click();
  await ratna.locator('main', { hasText: 'Ditutup sendiri pada' }).waitFor();
});

test('Budi reads on which day it closes, says Beres and gives five stars', async () => {
  await budi.goto(state.own);
  await says('Apakah sudah beres?', budi);
  await says('Ditutup sendiri pada', budi);
  await fits(budi, PHONE.width);
  await budi.getByRole('button', { name: 'Beres', exact: true }).click();
  await budi.getByText('Terima kasih. Keluhan ditutup.').waitFor();
  await budi.locator('input[name="bintang"][value="5"]').check({ force: true });
  await budi.getByRole('button', { name: 'Kirim nilai' }).click();
  await says('Nilai 5 dari 5.', budi);
});

test('the office writes down two calls, gives both to one firm, and looks at the board', async () => {
  for (const where of ['Gerbang A', 'Gerbang B']) {
    await ratna.goto(`${MELATI}/keluhan/baru`);
    await ratna.locator('[name="rumah"]').fill('A-12');
    await ratna.locator('input[name="kategori"][value="road"]').check({ force: true });
    await ratna.locator('input[name="tempat"][value="umum"]').check({ force: true });
    await ratna.locator('[name="lokasi"]').fill(`${where} ${process.pid}`);
    await ratna.locator('[name="kata"]').fill(`Lubang ${process.pid}`);
    await ratna.getByRole('button', { name: 'Simpan keluhan' }).click();
    await ratna.waitForURL(/\/keluhan\/[0-9a-f-]{36}$/);
  }
  await ratna.goto(`${MELATI}/keluhan?q=Lubang%20${process.pid}`);
  const boxes = ratna.locator('input[name="complaint"]');
  assert.equal(await boxes.count(), 2);
  for (const box of await boxes.all()) await box.check({ force: true });
  await ratna.locator('#kata').fill('CV Jalan');
  await ratna.locator('.massal button').click();
  await ratna.getByText('2 keluhan ditugaskan ke CV Jalan.').waitFor();
  await ratna.goto(`${MELATI}/keluhan?tampil=papan&petugas=CV%20Jalan`);
  await says(`Gerbang A ${process.pid}`, ratna);
  await fits(ratna, DESK.width);
  const tops = await ratna.locator('.papan > section').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().top));
  assert.equal(new Set(tops).size, 1, 'five columns stand beside each other');
});
