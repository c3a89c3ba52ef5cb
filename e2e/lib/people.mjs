// The demo people that the tests sign in as. Their names and numbers are those of `klustera seed`; the start of the
// server prints one sign-in per role, and what it prints is what is used here.

export const MELATI = '/k/griya-melati';
export const MAWAR = '/k/puri-mawar';

const { said = '' } = JSON.parse(process.env.KLUSTERA_E2E ?? '{}');
void said;

export const people = {
  manager: { phone: '081200000001', password: 'griya-melati' },
};
