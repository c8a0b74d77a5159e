import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export const folders = ['app', 'server', 'db', 'policies', 'evaluators', 'cli', 'deploy', 'bench', 'e2e'];

/** Paths of all files under the source folders of `root`, with forward slashes, sorted. */
export function sourceFiles(root, under = folders) {
  return under
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(^|\/)(node_modules|test-results|playwright-report|\.)/.test(path))
    .sort();
}

export const isCode = (path) => /\.(tsx?|mjs|cjs|css)$/.test(path);
export const isTest = (path) => /\.(test|spec)\.tsx?$/.test(path);
export const read = (root, path) => readFileSync(join(root, path), 'utf8');
