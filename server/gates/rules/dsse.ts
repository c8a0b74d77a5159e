import { concatBytes, fromBase64, toBase64 } from '../../audit/rules/encoding';
import { parseStrictJson } from '../../kernel/canonical';
import { invalid } from '../../kernel/refusal';
import { fieldsOf } from './json';

// DSSE v1 (secure-systems-lab/dsse) with exactly one signature, as Sigstore bundles want it.

const utf8 = new TextEncoder();

/** Signature over the bytes: ECDSA P-256 with SHA-256, DER. */
export type Sign = (bytes: Uint8Array) => Uint8Array;
export type Verify = (bytes: Uint8Array, signature: Uint8Array) => boolean;

export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly sig: string }[];
}

/** Pre-authentication encoding: what is signed. Lengths count bytes. */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8.encode(payloadType);
  return concatBytes(
    utf8.encode(`DSSEv1 ${type.length} `),
    type,
    utf8.encode(` ${payload.length} `),
    payload,
  );
}

export const seal = (payloadType: string, payload: Uint8Array, sign: Sign): Envelope => ({
  payload: toBase64(payload),
  payloadType,
  signatures: [{ sig: toBase64(sign(pae(payloadType, payload))) }],
});

/** The payload of an envelope whose one signature holds; throws Refusal('invalid') otherwise. */
export function unseal(
  { payload, payloadType, signatures }: Envelope,
  expectedType: string,
  verify: Verify,
): Uint8Array {
  if (payloadType !== expectedType)
    throw invalid('payloadType', `The payload type is ${payloadType}, not ${expectedType}`);
  const [bytes, signature] = [fromBase64(payload), fromBase64(signatures[0]?.sig ?? '')];
  if (!bytes || !signature || signatures.length !== 1)
    throw invalid('dsseEnvelope', 'An envelope has a payload and exactly one signature, in base64');
  if (!verify(pae(payloadType, bytes), signature))
    throw invalid('dsseEnvelope', 'The signature is wrong for this payload');
  return bytes;
}

/** Reads an envelope from JSON text; throws Refusal('invalid') on any other shape. At most 16 MiB. */
export const parseEnvelope = (text: string): Envelope =>
  envelopeOf(parseStrictJson(text, { maxBytes: 16_777_216, maxDepth: 8 }));

export function envelopeOf(value: unknown): Envelope {
  const { payload, payloadType, signatures } = fieldsOf(value, 'dsseEnvelope', [
    'payload',
    'payloadType',
    'signatures',
  ]);
  if (typeof payload !== 'string' || typeof payloadType !== 'string' || !Array.isArray(signatures))
    throw invalid('dsseEnvelope', 'An envelope has payload, payloadType and signatures');
  const [only, ...others] = (signatures as unknown[]).map(
    (one) => fieldsOf(one, 'signatures', ['sig', 'keyid'])['sig'],
  );
  if (typeof only !== 'string' || others.length > 0)
    throw invalid('dsseEnvelope.signatures', 'An envelope has exactly one signature');
  return { payload, payloadType, signatures: [{ sig: only }] };
}
