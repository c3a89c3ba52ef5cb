// The demo people that the tests sign in as: those whom the start of the server prints, one for each role.

export const MELATI = '/k/melati';
export const MAWAR = '/k/mawar';

const TITLES = {
  manager: 'manager',
  treasurer: 'treasurer',
  'head of RT 01': 'head',
  resident: 'resident',
  guard: 'guard',
  'organisation admin': 'organisation',
  'platform operator': 'operator',
};
const HOMES = {
  manager: `${MELATI}/ringkasan`,
  treasurer: `${MELATI}/bendahara`,
  head: `${MELATI}/rt`,
  resident: `${MELATI}/beranda`,
  guard: `${MELATI}/gerbang`,
  organisation: '/grup/sejahtera',
  operator: '/admin',
};

const { said = '' } = JSON.parse(process.env.KLUSTERA_E2E ?? '{}');
const password = said.match(/password: (\S+)/)?.[1] ?? 'melati-2026';

export const people = {};
for (const [, title, name, phone] of said.matchAll(/^ {2}(\S[\w ]*?) {2,}(\S[\w ]*?) {2,}(0\d+)/gm)) {
  const role = TITLES[title];
  if (role) people[role] = { role, name, phone, password, home: HOMES[role] };
}

// Somebody of the other complex, with the same password.
export const neighbour = { role: 'manager', name: 'Dewi Lestari', phone: '081270000011', password, home: `${MAWAR}/ringkasan` };
