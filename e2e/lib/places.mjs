// Where things are, so that no test counts folders.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const root = path.resolve(here, '..');
export const out = path.join(here, 'out');
export const testdata = (name) => path.join(root, 'testdata', name);
