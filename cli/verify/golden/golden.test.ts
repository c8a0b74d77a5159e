import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonical, canonicalBytes, parseStrictJson } from '@/server/kernel/canonical';
import { evidenceBundle } from '@/server/reports/rules/bundle';
import { exitCodeOf } from '../report';
import { verifyBundle } from '../verify-bundle';
import { hexOf, sha256 } from './keys';
import { manifest, releaseDigest, seen } from './release';
import { story } from './story';

// These bytes were signed once. When a test here fails, releases, sign-offs and exports of the past stop verifying.

const at = (name: string) => join(import.meta.dirname, name);
const read = (name: string) => readFileSync(at(name));
const { parts, statement, head, vkey } = story();

describe('golden vectors', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'release-manifest.jcs',
      canonicalBytes(manifest),
      'c84a073b6e82fbbcf4d21b9ffe9054ce752167267624135509f7c6b740f17d6a',
    ],
    ['dossier.jcs', canonicalBytes(seen), 'f97c171b655979f9c88f9dad717ae3de0c25615c8d64599b3cbf453ab75acab3'],
    ['statement.jcs', statement, 'dc9bc84be2f191db9b1db25a0e52c909a633956de0e4ec39e1683fc6d88eb776'],
    [
      'checkpoint.txt',
      Buffer.from(head(8)),
      '03291465801f903471ade3a83a4ed6c3895b08c9042025b9f86ddc744f7aab32',
    ],
    [
      'events.jsonl',
      fileOf('log/events.jsonl'),
      '18aed1902f76486d19543c9887f92f069a44e0be06209bd1c30d5170621dc3a5',
    ],
  ])('%s', (name, bytes, digest) => {
    expect(read(name).equals(bytes)).toBe(true);
    expect(hexOf(read(name))).toBe(digest);
    if (!name.endsWith('.jcs')) return;
    const text = read(name).toString();
    expect(canonical(parseStrictJson(text, { maxBytes: 65_536, maxDepth: 16 }))).toBe(text);
  });

  it('the release digest is that of the file', () => {
    expect(releaseDigest).toBe(`sha256:${hexOf(read('release-manifest.jcs'))}`);
  });

  it('the bundle that was made then still verifies', () => {
    expect(hexOf(read('bundle.zip'))).toBe(
      'f6cbda9c163aae014e183730268474b6f69b63c0c605e9848189bd489a927927',
    );
    const report = verifyBundle(read('bundle.zip'), { trustPolicy: `log ${vkey}`, previous: head(5) });
    expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(exitCodeOf(report)).toBe(0);
  });
});

describe('the stand-alone verifier', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verifier-'));
  const script = join(folder, 'countersign-verify.mjs');
  const policy = join(folder, 'trust-policy.txt');
  const run = (...words: string[]) => spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' });

  beforeAll(async () => {
    const root = join(import.meta.dirname, '../../..');
    const made = await build({
      entryPoints: [join(root, 'cli/verify/entry.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      metafile: true,
      absWorkingDir: root,
    });
    const outside = Object.values(made.metafile.outputs).flatMap(({ imports }) =>
      imports.map(({ path }) => path),
    );
    expect(outside.filter((path) => !path.startsWith('node:'))).toEqual([]);
    expect(Object.keys(made.metafile.inputs).filter((path) => path.includes('node_modules'))).toEqual([]);
    writeFileSync(policy, `log ${vkey}\n`);
  });

  it('exits 0, 1, 2 and 64', () => {
    const [ok, open] = [run(at('bundle.zip'), '--trust-policy', policy, '--json'), run(at('bundle.zip'))];
    expect([ok.status, (JSON.parse(ok.stdout) as { ok: boolean }).ok]).toEqual([0, true]);
    expect([open.status, open.stdout.includes('No outside checkpoint')]).toEqual([2, true]);
    const bad = read('bundle.zip');
    const offset = bad.indexOf('signoff.recorded');
    bad[offset] = (bad[offset] ?? 0) ^ 1;
    writeFileSync(join(folder, 'bad.zip'), bad);
    const broken = run(join(folder, 'bad.zip'), '--json');
    expect([broken.status, (JSON.parse(broken.stdout) as { firstBadIndex: number }).firstBadIndex]).toEqual([
      1, 6,
    ]);
    expect([run().status, run('--nonsense').status, run(join(folder, 'none.zip')).status]).toEqual([
      64, 64, 65,
    ]);
  });
});

function fileOf(path: string): Uint8Array {
  return evidenceBundle(parts, sha256).files.find((file) => file.path === path)?.bytes ?? Buffer.of();
}
