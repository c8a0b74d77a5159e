import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFromJSON, type SerializedBundle } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../audit/rules/encoding';
import {
  attest,
  type GateDecision,
  keyHint,
  objection,
  openBundle,
  parseBundle,
  statementType,
  summary,
} from './attestation';
import { pae, parseEnvelope, seal, unseal } from './dsse';

const data = join(import.meta.dirname, '../../../../shared/data/transparency_log/dsse_vector.json');
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
const key = { spki, sha256, sign: (bytes: Uint8Array) => new Uint8Array(sign('sha256', bytes, privateKey)) };
const check = (bytes: Uint8Array, signature: Uint8Array) => verify('sha256', bytes, publicKey, signature);
const decision: GateDecision = {
  verdict: 'allow',
  mode: 'normal',
  decision_id: 'gd_1',
  environment: 'production',
  subjects: [{ name: 'release-manifest.json', sha256: 'a'.repeat(64) }],
  verifier: { id: 'https://countersign.example.com/gate/v1', version: '0.1.0' },
  resource_uri: 'urn:countersign:release:rel_1',
  policy: { uri: 'https://countersign.example.com/policies/production/7', sha256: 'b'.repeat(64) },
  inputs: [],
  evaluated_at: '2026-11-22T10:00:00.000Z',
  expires: '2026-11-22T10:10:00.000Z',
  reasons: [],
  dossier_sha256: 'c'.repeat(64),
  signoffs: [{ role: 'legal', statement_sha256: 'd'.repeat(64) }],
  is_four_eyes: true,
  event_id: null,
};
const bundle = attest(summary(decision), key);
const text = JSON.stringify(bundle);
const tampered = (() => {
  const payload = Buffer.from(bundle.dsseEnvelope.payload, 'base64')
    .toString()
    .replace('"production"', '"staging"');
  return {
    ...bundle,
    dsseEnvelope: { ...bundle.dsseEnvelope, payload: Buffer.from(payload).toString('base64') },
  };
})();

describe('verification summary', () => {
  it('is read back as it was written', () => {
    expect(openBundle(text, check)).toMatchObject({
      subjects: decision.subjects,
      verifier: decision.verifier.id,
      has_passed: true,
      decision: 'allow',
      environment: 'production',
      policy_sha256: 'b'.repeat(64),
      dossier_sha256: 'c'.repeat(64),
    });
    expect(bundle.verificationMaterial.publicKey.hint).toBe(
      createHash('sha256').update(spki).digest('base64'),
    );
  });

  it('fails for every verdict but allow', () => {
    for (const verdict of ['deny', 'needs_signoff'] as const) {
      const bytes = summary({ ...decision, verdict, policy: null, reasons: ['SIGNOFF_MISSING'] });
      const { predicate } = JSON.parse(Buffer.from(bytes).toString()) as {
        predicate: Record<string, unknown>;
      };
      expect(predicate).toMatchObject({ verificationResult: 'FAILED', verifiedLevels: ['FAILED'] });
      const found = openBundle(JSON.stringify(attest(bytes, key)), check);
      expect(found).toMatchObject({
        has_passed: false,
        decision: verdict,
        reasons: ['SIGNOFF_MISSING'],
        policy_sha256: null,
      });
    }
    expect(() => summary({ ...decision, subjects: [] })).toThrow('at least one subject');
  });

  it('does not claim four eyes where there are not', () => {
    const of = (change: Partial<GateDecision>) => Buffer.from(summary({ ...decision, ...change })).toString();
    expect(of({})).toContain('COUNTERSIGN_FOUR_EYES');
    expect(of({ is_four_eyes: false })).not.toContain('COUNTERSIGN_FOUR_EYES');
    expect(of({ mode: 'solo' })).toContain('"properties":["COUNTERSIGN_SIGNED_OFF","COUNTERSIGN_SOLO"]');
  });

  it('answers only what it was asked, while it is fresh', () => {
    const found = openBundle(text, check);
    const wanted = {
      environment: 'production',
      sha256: 'a'.repeat(64),
      nowMs: Date.parse('2026-11-22T10:05:00Z'),
    };
    expect(objection(found, wanted)).toBeNull();
    expect(objection(found, { ...wanted, environment: 'staging' })).toBe('mismatch');
    expect(objection(found, { ...wanted, sha256: 'b'.repeat(64) })).toBe('mismatch');
    expect(objection(found, { ...wanted, verifier: 'https://other/gate/v1' })).toBe('mismatch');
    expect(objection(found, { ...wanted, nowMs: wanted.nowMs + 300_000 })).toBe('stale');
    expect(objection(found, { ...wanted, maxAgeMs: 60_000 })).toBe('stale');
    expect(objection(found, { ...wanted, nowMs: wanted.nowMs - 361_000 })).toBe('stale');
    expect(objection({ ...found, expires: 'soon' }, wanted)).toBe('stale');
    expect(objection({ ...found, has_passed: false }, wanted)).toBe('not_allowed');
  });
});

describe('bundle', () => {
  const verifier = new Verifier(
    toTrustMaterial(
      { mediaType: '', tlogs: [], ctlogs: [], certificateAuthorities: [], timestampAuthorities: [] },
      () => ({
        publicKey,
        validFor: () => true,
      }),
    ),
    { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 },
  );
  const sigstore = (value: unknown) =>
    verifier.verify(toSignedEntity(bundleFromJSON(value as SerializedBundle)));

  it('is accepted by sigstore-js, and a tampered one is not', () => {
    expect(() => sigstore(bundle)).not.toThrow();
    expect(() => sigstore(tampered)).toThrow();
    expect(() => openBundle(JSON.stringify(tampered), check)).toThrow('The signature is wrong');
  });

  it('is refused with another key, two signatures, an unknown field or a key given twice', () => {
    expect(() => openBundle(text, () => false)).toThrow('The signature is wrong');
    const twice = {
      ...bundle.dsseEnvelope,
      signatures: [...bundle.dsseEnvelope.signatures, { sig: 'AAAA' }],
    };
    expect(() => parseBundle(JSON.stringify({ ...bundle, dsseEnvelope: twice }))).toThrow(
      'exactly one signature',
    );
    expect(() => parseBundle(JSON.stringify({ ...bundle, extra: 1 }))).toThrow('unknown field extra');
    expect(() => parseBundle(text.replace('{', '{"mediaType":"x",'))).toThrow('given twice');
    expect(() => parseBundle(text.replace('v0.3', 'v0.2'))).toThrow('The bundle is not');
  });

  it.skipIf(spawnSync('openssl', ['version']).error)(
    'is accepted by openssl over the PAE (skipped: no openssl)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'attestation-'));
      const put = (name: string, bytes: Uint8Array | string) => {
        writeFileSync(join(folder, name), bytes);
        return join(folder, name);
      };
      const [{ sig } = { sig: '' }] = bundle.dsseEnvelope.signatures;
      const pem = put('gate.pub', publicKey.export({ format: 'pem', type: 'spki' }));
      const signature = put('sig', fromBase64(sig) ?? '');
      const signed = put(
        'pae',
        pae(statementType, fromBase64(bundle.dsseEnvelope.payload) ?? new Uint8Array()),
      );
      const said = execFileSync('openssl', [
        'dgst',
        '-sha256',
        '-verify',
        pem,
        '-signature',
        signature,
        signed,
      ]);
      expect(said.toString()).toContain('Verified OK');
    },
  );
});

describe('DSSE', () => {
  it('seals and unseals bytes of one type', () => {
    const envelope = parseEnvelope(JSON.stringify(seal('text/plain', Buffer.from('ä'), key.sign)));
    expect(Buffer.from(unseal(envelope, 'text/plain', check)).toString()).toBe('ä');
    expect(() => unseal(envelope, 'text/html', check)).toThrow('not text/html');
    expect(() => unseal({ ...envelope, signatures: [] }, 'text/plain', check)).toThrow('exactly one');
    expect(Buffer.from(pae('é', Buffer.from('ä'))).toString()).toBe('DSSEv1 2 é 2 ä');
  });

  it.skipIf(!existsSync(data))('reads the published vector (skipped: no test data here)', () => {
    const vector = JSON.parse(readFileSync(data, 'utf8')) as {
      pae: string;
      payload: string;
      key: { x: string; y: string };
      envelope: object;
    };
    const coordinate = (decimal: string) =>
      Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: coordinate(vector.key.x), y: coordinate(vector.key.y) };
    const published = createPublicKey({ key: jwk, format: 'jwk' });
    const raw = (bytes: Uint8Array, signature: Uint8Array) =>
      verify('sha256', bytes, { key: published, dsaEncoding: 'ieee-p1363' }, signature);
    const envelope = parseEnvelope(JSON.stringify(vector.envelope));
    expect(Buffer.from(unseal(envelope, 'http://example.com/HelloWorld', raw)).toString()).toBe(
      vector.payload,
    );
    expect(Buffer.from(pae('http://example.com/HelloWorld', Buffer.from(vector.payload))).toString()).toBe(
      vector.pae,
    );
    expect(toBase64(Buffer.from(vector.payload))).toBe(envelope.payload);
    expect(keyHint(spki, sha256)).toHaveLength(44);
  });
});
