// Finds the pages of a role by following its own links, so that a page that is added tomorrow is looked at too.

const MOST_PAGES = 30;

// Links that lead to a file, out of the house, or to something that a GET should not be used for here.
const NOT_A_PAGE = /\.(xlsx|csv|svg|png|json|txt|webmanifest)$|\/unduh|^\/(aset|keluar|healthz|readyz|metrics)(\/|$)/;

// Every page that can be reached from `starts` in this context without leaving their part of the house (another complex,
// another role), one address for each kind of page.
export async function crawl(context, starts) {
  const page = await context.newPage();
  const found = new Map();
  const waiting = [...starts];
  while (waiting.length > 0 && found.size < MOST_PAGES) {
    const address = waiting.shift();
    if (found.has(kind(address))) continue;
    // A link to a file becomes a download, which is an error to the browser's driver and fine for us.
    const answer = await page.goto(address, { waitUntil: 'domcontentloaded' }).catch((error) => {
      if (!error.message.includes('Download is starting')) throw error;
    });
    if (!answer?.headers()['content-type']?.startsWith('text/html')) continue;
    found.set(kind(address), address);
    const links = await page.$$eval('a[href]:not([download])', (all) => all.map((a) => a.href));
    for (const link of links) {
      const { origin, pathname, search } = new URL(link);
      const isOurs = origin === new URL(page.url()).origin && !NOT_A_PAGE.test(pathname);
      // Another page of the same list looks like its first.
      if (/[?&](dari|sebelum)=/.test(search)) continue;
      if (isOurs && starts.some((start) => part(start) === part(pathname))) waiting.push(pathname + search);
    }
  }
  await page.close();
  return [...found.values()];
}

// The complex, the organisation, or the first word of the path.
function part(address) {
  const [first, second] = address.split('?')[0].split('/').filter(Boolean);
  return first === 'k' || first === 'grup' ? `${first}/${second}` : first;
}

// `/k/melati/unit/A-12?x=1` and `/k/melati/unit/B-03?x=2` are one kind of page.
export function kind(address) {
  const [path, query = ''] = address.split('#')[0].split('?');
  const segments = path.split('/').map((part) => (/^[0-9a-f-]{32,36}$|^[A-Z]{1,3}-?\d+[A-Z]?$|^[\w-]{40,}$|^\d+$/.test(part) ? '*' : part));
  const names = [...new URLSearchParams(query).keys()].sort();
  return segments.join('/') + (names.length > 0 ? `?${names[0]}` : '');
}
