import { bundleSchema, manifestType } from '@/server/reports/rules/bundle';
import { parseEnvelope, unseal } from '@/server/gates/rules/dsse';
import { at, list } from '@/server/gates/rules/json';
import { Refusal } from '@/server/kernel/refusal';
import { ecdsa, sha256Hex } from './crypto';
import { type Files, jsonOf } from './documents';
import { type KnownKey } from './history';
import { BadZip, readZip, type ZipEntry } from './zip';
import { Failure } from './report';

/** The archive, safe to read; throws Failure. Damaged files are kept: what they hold is judged later. */
export function openArchive(zip: Buffer): Map<string, ZipEntry> {
  try {
    return readZip(zip);
  } catch (error) {
    if (error instanceof BadZip || error instanceof RangeError) throw new Failure(error.message);
    throw error;
  }
}

export const filesOf = (entries: ReadonlyMap<string, ZipEntry>): Files =>
  new Map([...entries].map(([name, { bytes }]) => [name, bytes]));

const outside = ['MANIFEST.json', 'MANIFEST.dsse.json', 'MANIFEST.tsr'];

/** Every file has the digest that MANIFEST.json states, none is missing, none is there beside them. */
export function checkManifest(entries: ReadonlyMap<string, ZipEntry>): unknown {
  const manifest = jsonOf(filesOf(entries), 'MANIFEST.json');
  if (at(manifest, 'schema') !== bundleSchema)
    throw new Failure(`MANIFEST.json is not of the schema ${bundleSchema}`);
  const stated = new Map(list(at(manifest, 'files')).map((one) => [String(at(one, 'path')), one]));
  const problems = [...stated].flatMap(([path, one]) => {
    const entry = entries.get(path);
    if (!entry) return [`${path} is missing`];
    const actual = sha256Hex(entry.bytes);
    return actual === at(one, 'sha256')
      ? []
      : [`${path}: expected ${String(at(one, 'sha256'))}, found ${actual}`];
  });
  for (const { name, isIntact } of entries.values()) {
    if (!stated.has(name) && !outside.includes(name)) problems.push(`${name} is not named in MANIFEST.json`);
    if (!isIntact && (!stated.has(name) || problems.length === 0))
      problems.push(`${name} is damaged in the archive`);
  }
  if (problems.length > 0) throw new Failure(problems.join('; '));
  return manifest;
}

/** Which export key of the log signed MANIFEST.json. */
export function checkManifestSignature(files: Files, keys: readonly KnownKey[]): KnownKey {
  const envelope = parseEnvelope((files.get('MANIFEST.dsse.json') ?? Buffer.alloc(0)).toString('utf8'));
  const signer = keys.find(({ purpose, spki }) => purpose === 'export' && opens(envelope, spki, files));
  if (!signer)
    throw new Failure(
      'MANIFEST.dsse.json is not the signature of an export key of this log over MANIFEST.json',
    );
  return signer;
}

function opens(envelope: ReturnType<typeof parseEnvelope>, spki: string, files: Files): boolean {
  try {
    const payload = unseal(envelope, manifestType, ecdsa(spki));
    return files.get('MANIFEST.json')?.equals(payload) ?? false;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
