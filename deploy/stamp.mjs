import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run.mjs';

const isInput = (path) => !/\.(test|spec)\.tsx?$|\.md$/.test(path);

function filesUnder(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [full];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isInput(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** SHA-256 over names and contents, tests left out. Times would not do: they change with every checkout. */
export function digestOf(paths) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of paths.flatMap(filesUnder).sort()) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** A file that tells for which digest a piece of work was finished. */
export const stamp = (path) => ({
  is: (digest) => existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8') === digest,
  clear: () => rmSync(join(root, path), { force: true }),
  set: (digest) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), digest);
  },
});
