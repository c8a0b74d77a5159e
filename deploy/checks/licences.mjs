import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { read } from './sources.mjs';

const allowed = new Set(
  [
    '0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BlueOak-1.0.0 CC-BY-4.0 CC0-1.0 ISC MIT MIT-0 MPL-2.0',
    'OFL-1.1 Python-2.0 Unlicense Zlib',
  ].flatMap((line) => line.split(' ')),
);
/** libvips: an optional native library of Next's image optimiser, linked dynamically and replaceable. */
const isLibvips = (name, licence) => name.startsWith('@img/sharp-') && licence === 'LGPL-3.0-or-later';

/** SPDX expressions as they occur: one licence, `A AND B`, `(A OR B)`. */
function isAllowed(name, expression) {
  const all = expression.replace(/[()]/g, '').split(' AND ');
  const one = (licence) => allowed.has(licence) || isLibvips(name, licence);
  return all.every((part) => part.split(' OR ').some((licence) => one(licence.trim())));
}

/** A package without the field in the lock file may still carry the text of the MIT licence. */
function fromText(root, path) {
  const folder = join(root, path);
  const file = existsSync(folder) && readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const text = file ? read(root, `${path}/${file}`) : '';
  return /Permission is hereby granted, free of charge/.test(text) ? 'MIT' : 'none stated';
}

/** Licences of everything the product needs at run time, on every platform, as the lock file has them. */
export function licences(root) {
  const packages = Object.entries(JSON.parse(read(root, 'package-lock.json')).packages)
    .filter(([path, entry]) => path !== '' && !entry.dev)
    .map(([path, entry]) => ({
      name: path.split('node_modules/').at(-1),
      licence: entry.license ?? fromText(root, path),
    }));
  const problems = packages
    .filter(({ name, licence }) => !isAllowed(name, licence))
    .map(({ name, licence }) => `${name}: ${licence} is not on the list of licences`);
  const lgpl = packages.filter(({ licence }) => licence.includes('LGPL')).length;
  const notes = [
    `${packages.length} packages; ${lgpl} optional builds of libvips are LGPL-3.0, linked dynamically`,
  ];
  return { problems, notes };
}
