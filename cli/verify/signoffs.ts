import { fromBase64 } from '@/server/audit/rules/encoding';
import type { NoteKey } from '@/server/audit/rules/note';
import { parseTlogProof, proves } from '@/server/audit/rules/tlog-proof';
import { at } from '@/server/gates/rules/json';
import type { SignOff } from '@/server/gates/rules/quorum';
import { canonical } from '@/server/kernel/canonical';
import { ecdsa, ed25519, sha256, sha256Hex } from './crypto';
import { type Documents, type Files, jsonOf } from './documents';
import { changeUnder, type Leaf } from './events';
import { grantsIn, keysIn } from './history';
import { Failure, wrongLeaf } from './report';

export interface Trusted {
  readonly files: Files;
  readonly leaves: readonly Leaf[];
  readonly noteKeys: readonly NoteKey[];
  readonly documents: Documents;
}

/** Every sign-off of the release that the log records, each checked against log, keys, roles and documents. */
export function checkSignOffs(trusted: Trusted): SignOff[] {
  const { files, leaves, documents } = trusted;
  const numbers = [...files.keys()].flatMap(
    (name) => /^signoffs\/(\d+)\.statement\.json$/.exec(name)?.[1] ?? [],
  );
  const checked = numbers.map((n) => checkOne(trusted, `signoffs/${n}`));
  const given = new Set(checked.map(({ event }) => event));
  const left = leaves.find(
    ({ type, id, event }) =>
      type === 'signoff.recorded' &&
      at(event, 'ctx', 'release_digest') === documents.release_digest &&
      !given.has(id),
  );
  if (left) throw wrongLeaf(left.index, left.id, 'the statement of this sign-off in the bundle', 'none');
  if (given.size !== checked.length) throw new Failure('Two statements name the same event');
  return checked;
}

function checkOne(trusted: Trusted, path: string): SignOff {
  const { files, leaves } = trusted;
  const bytes = files.get(`${path}.statement.json`) ?? Buffer.alloc(0);
  const [statement, signature] = [
    jsonOf(files, `${path}.statement.json`),
    jsonOf(files, `${path}.signature.json`),
  ];
  const leaf = leaves.find(({ id }) => id === at(signature, 'event_id'));
  if (!leaf) throw new Failure(`${path}: the log has no event ${String(at(signature, 'event_id'))}`);
  const said = (key: string) => String(at(statement, key));
  const person = String(at(statement, 'signer', 'person'));
  checkBinding(leaf, bytes, statement, person);
  checkSignature(trusted, leaf, bytes, signature);
  checkSigner(trusted, leaf, statement, person);
  checkProof(trusted, leaf, path);
  return {
    event: leaf.id,
    person,
    role: said('role'),
    meaning: said('meaning'),
    release_digest: said('release_digest'),
    environment: said('environment'),
    method: String(at(statement, 'auth', 'method')),
    signed_at_us: leaf.at_us,
    valid_until_us: Number(at(statement, 'valid_until_us')),
    answers: trusted.documents.dossiers.get(said('dossier_digest'))?.answers ?? null,
  };
}

const attested = ['password', 'oidc-stepup', 'password+totp'];

/** The event says the same as the statement. */
function checkBinding(leaf: Leaf, bytes: Buffer, statement: unknown, person: string) {
  const expect = (what: string, expected: unknown, actual: unknown) => {
    if (expected !== actual)
      throw wrongLeaf(leaf.index, leaf.id, `${what} ${String(expected)}`, String(actual));
  };
  const said = (key: string) => String(at(statement, key));
  const change = changeUnder(leaf.event, '/signoffs/');
  const method = String(at(statement, 'auth', 'method'));
  expect('canonical bytes', canonical(statement), bytes.toString('utf8'));
  expect('schema', 'countersign.esign/v1', at(statement, 'schema'));
  expect('type', 'signoff.recorded', leaf.type);
  expect('statement digest', at(change?.to, 'statement_sha256'), sha256Hex(bytes));
  expect('place', `${said('environment')}/${person}`, change?.rest);
  expect('actor', person, at(leaf.event, 'actor', 'person'));
  expect('kind of actor', 'user', at(leaf.event, 'actor', 'kind'));
  expect('organisation', said('org'), at(leaf.event, 'org'));
  expect('release', said('release_digest'), at(leaf.event, 'ctx', 'release_digest'));
  for (const key of ['role', 'meaning', 'environment']) expect(key, said(key), at(change?.to, key));
  if (!attested.includes(method))
    throw wrongLeaf(leaf.index, leaf.id, `a method that the server attests (${attested.join(', ')})`, method);
}

function checkSignature({ leaves }: Trusted, leaf: Leaf, bytes: Buffer, signature: unknown) {
  const id = String(at(signature, 'key_id'));
  const key = keysIn(leaves.slice(0, leaf.index)).find((one) => one.id === id && one.purpose === 'esign');
  if (!key) throw wrongLeaf(leaf.index, leaf.id, `an esign key ${id} earlier in the log`, 'none');
  const der = fromBase64(String(at(signature, 'signature')));
  if (!der || !ecdsa(key.spki)(bytes, der))
    throw wrongLeaf(
      leaf.index,
      leaf.id,
      `a signature of key ${id} over the statement`,
      'one that does not hold',
    );
}

function checkSigner({ leaves, documents }: Trusted, leaf: Leaf, statement: unknown, person: string) {
  const role = String(at(statement, 'role'));
  const { manifest } = documents;
  const policy = documents.policies.get(String(at(statement, 'policy_digest')));
  if (!policy)
    throw wrongLeaf(
      leaf.index,
      leaf.id,
      `the policy ${String(at(statement, 'policy_digest'))} in the bundle`,
      'none',
    );
  if (policy.environment !== at(statement, 'environment'))
    throw wrongLeaf(
      leaf.index,
      leaf.id,
      `a policy of ${String(at(statement, 'environment'))}`,
      policy.environment,
    );
  if (!documents.dossiers.has(String(at(statement, 'dossier_digest'))))
    throw wrongLeaf(
      leaf.index,
      leaf.id,
      `the dossier ${String(at(statement, 'dossier_digest'))} in the bundle`,
      'none',
    );
  if (policy.forbid.includes('author') && manifest.authors.includes(person))
    throw wrongLeaf(leaf.index, leaf.id, 'a signer who is not an author', `${person}, an author`);
  const isHeld = grantsIn(leaves, leaf.index).some(
    (grant) =>
      grant.person === person &&
      grant.role === role &&
      grant.to_us === null &&
      (grant.scope === 'org' || grant.scope === `system/${manifest.system.id}`),
  );
  if (!isHeld)
    throw wrongLeaf(leaf.index, leaf.id, `the role ${role} granted to ${person} earlier in the log`, 'none');
}

function checkProof({ files, noteKeys }: Trusted, leaf: Leaf, path: string) {
  const text = files.get(`${path}.tlog-proof`)?.toString('utf8');
  if (text === undefined) return;
  const proof = parseTlogProof(text);
  if (proof.index !== leaf.index || !proves({ sha256, verify: ed25519 }, proof, leaf.hash, noteKeys))
    throw wrongLeaf(
      leaf.index,
      leaf.id,
      `the inclusion proof in ${path}.tlog-proof to hold`,
      `one of leaf ${proof.index} that does not`,
    );
}
