// Takes the pictures of the README from the real screens with the demo data: node pictures.mjs [folder]
// Each must stay under 150 KB; a picture that grew is a page that grew.
import fs from 'node:fs';
import path from 'node:path';
import { out, root, testdata } from './lib/places.mjs';
import { startServer } from './lib/server.mjs';

const MOST_BYTES = 150 * 1024;
const folder = path.resolve(process.argv[2] ?? path.join(root, 'docs', 'pictures'));
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
fs.mkdirSync(folder, { recursive: true });

const server = await startServer();
process.env.KLUSTERA_E2E = JSON.stringify(server.address);
const { DESK, PHONE, openBrowser, signedIn } = await import('./lib/browser.mjs');
const { MELATI } = await import('./lib/people.mjs');

const browser = await openBrowser();

async function take(name, who, address, { dark = false, phone = false, prepare } = {}) {
  const context = await signedIn(browser, who, {
    viewport: phone ? PHONE : DESK,
    colorScheme: dark ? 'dark' : 'light',
    deviceScaleFactor: phone ? 2 : 1,
  });
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'networkidle' });
  await prepare?.(page);
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  const { size } = fs.statSync(file);
  console.log(`${name}.png ${(size / 1024).toFixed(0)} KB`);
  if (size > MOST_BYTES) process.exitCode = 1;
  await context.close();
}

// The sample lives through its year behind the first page; pictures show its last month.
async function lived() {
  const context = await signedIn(browser, 'treasurer');
  const page = await context.newPage();
  const month = new Intl.DateTimeFormat('id-ID', { month: 'long', year: 'numeric', timeZone: 'Asia/Jakarta' }).format(new Date());
  do await page.goto(`${MELATI}/bendahara`);
  while (!(await page.getByText(`Iuran ${month}`).count()));
  await context.close();
}

try {
  await lived();
  await take('units', 'manager', `${MELATI}/unit`);
  await take('unit-dark', 'manager', `${MELATI}/unit/A-12`, { dark: true });
  await take('import', 'manager', `${MELATI}/impor`, {
    prepare: async (page) => {
      await page.locator('input[name="file"]').setInputFiles(testdata('griya-melati-data-warga.xlsx'));
      await page.locator('form:has(input[name="file"]) button.utama').click();
      await page.locator('#review').waitFor();
      await page.evaluate(() => scrollTo(0, 0));
    },
  });
  await take('resident', 'resident', `${MELATI}/beranda`, { phone: true });
  await take('gate', 'guard', `${MELATI}/gerbang?q=a12`, { phone: true, dark: true });
  await take('group', 'organisation', '/grup/sejahtera');
  await take('treasurer', 'treasurer', `${MELATI}/bendahara`);
  await take('arrears', 'manager', `${MELATI}/tunggakan`);
  await take('own-invoices', 'resident', `${MELATI}/tagihan-saya`, { phone: true });
  await take('pay', 'resident', `${MELATI}/tagihan-saya`, {
    phone: true,
    prepare: async (page) => {
      await page.locator('main a[href*="/bayar-tagihan/"]').first().click();
      await page.waitForURL(/\/t\//);
      await page.waitForLoadState('load');
    },
  });
  await take('cash-report', 'resident', `${MELATI}/laporan-kas`, { phone: true, dark: true });
  await take('units-phone', 'manager', `${MELATI}/unit`, { phone: true });
} finally {
  await browser.close();
  await server.stop();
}
