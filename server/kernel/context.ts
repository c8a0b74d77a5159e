import type { Readable } from 'node:stream';
import type { Db } from '@/db/client';
import type { Ability, Actor } from '@/policies/contract';
import type { connection } from './connection';

export interface StoredFile {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Uploaded bytes, named by their SHA-256 (hex). `put` has the bytes on disk and synced before it resolves. */
export interface FileStore {
  put(bytes: AsyncIterable<Uint8Array> | Uint8Array, limitBytes: number): Promise<StoredFile>;
  /** All of it, or the bytes from `start` to `end` (both included, as in HTTP ranges). */
  open(sha256: string, range?: { readonly start: number; readonly end?: number }): Readable;
  read(sha256: string): Promise<Buffer>;
}

/** Removes the files that are older and not in use; answers how many. */
export interface Sweepable {
  sweep(
    olderThanMs: number,
    inUse: (sha256s: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<number>;
}

/** A signing key by purpose; private keys never leave the signer. */
export interface Signer {
  readonly keyId: (purpose: KeyPurpose) => string;
  /** base64 of the DER SubjectPublicKeyInfo. */
  readonly spki: (purpose: KeyPurpose) => string;
  readonly sign: (purpose: KeyPurpose, bytes: Uint8Array) => Uint8Array;
}
export type KeyPurpose = 'gate' | 'esign' | 'export';

export interface LogIdentity {
  readonly origin: string;
  readonly vkeys: readonly string[];
  readonly keys: readonly { readonly id: string; readonly purpose: string; readonly spki: string }[];
}

export interface Ports {
  /** Milliseconds since the epoch of this process: for pacing and deadlines. Records take the database's clock. */
  readonly now: () => number;
  readonly newId: (prefix: string) => string;
  readonly files: FileStore;
  readonly signer: Signer;
  /** Says that a command with this event was committed: the integrator and the job workers look at once. */
  readonly wake: (event: string) => void;
  /** Resolves when the event is under a signed checkpoint, or after 3 s. */
  readonly included: (orgId: string, eventId: string) => Promise<void>;
  /** Origin, verifier keys and signing keys that the first events of an organisation's log name. */
  readonly logIdentity: (orgId: string) => LogIdentity;
  readonly baseUrl: string;
  readonly assurance: 'embedded' | 'single-login' | 'separated';
}

export interface Ctx {
  readonly actor: Actor;
  readonly ability: Ability;
  readonly ports: Ports;
  readonly requestId: string;
  /** Of the HTTP request: the same key with the same input gives the first answer again. */
  readonly idempotencyKey?: string;
  readonly [connection]: Db;
}

/** Who made something: the person behind the call, or the job that ran it. */
export const authorOf = ({ actor }: Pick<Ctx, 'actor'>): string => actor.personId ?? actor.id;
