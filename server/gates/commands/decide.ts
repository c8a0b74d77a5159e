import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { gateDecisions } from '@/db/schema/gates';
import type { Reader, Tx } from '@/db/client';
import { refusal } from '@/policies/ability';
import { audited, newEventId } from '@/server/kernel/audit';
import { canonicalBytes } from '@/server/kernel/canonical';
import type { Ctx } from '@/server/kernel/context';
import { command, read } from '@/server/kernel/operation';
import { notFound } from '@/server/kernel/refusal';
import { productVersion } from '@/server/kernel/version';
import { dossier, dossierDigest } from '@/server/releases/rules/dossier';
import { keepDossier } from '@/server/signoff/commands/keep-dossier';
import { caseOf } from '../queries/case';
import { digestOfArtifacts, systemByName } from '../queries/decisions';
import { environmentByName } from '../queries/policies';
import { signedAnswer } from '../rules/answer';
import { evaluate } from '../rules/evaluate';
import { bundleMediaType, DecisionRequest, type DecisionResponse } from '../schema/decision';

type Asked = ReturnType<typeof DecisionRequest.parse>;
const allowSeconds = 600;
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** What was asked about. A release or system beyond the credential's reach is unknown to it. */
async function asked(db: Reader, ctx: Ctx, input: Asked, nowUs: number) {
  if (!(await environmentByName(db, input.environment))) throw notFound('Environment');
  const { orgId } = ctx.actor;
  const mayCheck = (systemId: string | null) =>
    refusal(ctx.ability, 'check', 'GateDecision', { orgId, systemId }) === null;
  const system = input.system === undefined ? null : await systemByName(db, input.system);
  if (input.system !== undefined && (!system || !mayCheck(system.id))) throw notFound('System');
  const digest = input.subject?.release_digest ?? (await digestOfArtifacts(db, input.artifacts ?? []));
  const found = await caseOf(db, digest, input.environment, nowUs);
  const systemId = found.question.manifest?.system.id ?? null;
  const isReached = systemId === null || (mayCheck(systemId) && (!system || system.id === systemId));
  const known = isReached ? found : await caseOf(db, null, input.environment, nowUs);
  return { orgId, systemId: isReached ? systemId : (system?.id ?? null), known, asked: digestsAsked(input) };
}

const digestsAsked = ({ subject, artifacts }: Asked) =>
  subject
    ? [{ name: 'release-manifest.json', sha256: subject.release_digest.replace('sha256:', '') }]
    : (artifacts ?? []).map(({ name, digest }) => ({ name, sha256: digest.sha256 }));

/** Evaluates and signs; nothing is written. */
function answer(
  ctx: Ctx,
  target: Awaited<ReturnType<typeof asked>>,
  decisionId: string,
  eventId: string | null,
): DecisionResponse {
  const { question, inForce, statements } = target.known;
  const { signer, baseUrl } = ctx.ports;
  const decision = evaluate(question);
  const validUntilUs = Math.min(question.nowUs + allowSeconds * 1e6, decision.holds_until_us ?? Infinity);
  const { bundle, stateEtag } = signedAnswer(
    {
      org: target.orgId,
      question,
      decision,
      inForce,
      statements,
      asked: target.asked,
      decisionId,
      eventId,
      validUntilUs,
      baseUrl,
      version: productVersion,
    },
    { spki: signer.spki('gate'), sign: (bytes) => signer.sign('gate', bytes) },
    sha256,
  );
  return {
    decision: decision.verdict,
    mode: 'normal',
    decision_id: decisionId,
    release_digest: question.release_digest,
    policy: inForce && {
      environment: question.environment,
      version: inForce.version,
      digest: inForce.digest,
    },
    reasons: [...decision.reasons],
    evaluated_at: isoOf(question.nowUs),
    valid_until: isoOf(validUntilUs),
    state_etag: stateEtag,
    attestation: { bundle, media_type: bundleMediaType },
    log:
      eventId === null
        ? null
        : { event_id: eventId, proof_url: `${baseUrl}/api/v1/audit/events/${eventId}/proof` },
  };
}
const isoOf = (us: number) => new Date(Math.floor(us / 1000)).toISOString();

/** A fresh decision: evaluated, signed and logged in one transaction. */
export const decideGate = command({
  event: 'gate.decided',
  input: DecisionRequest,
  may: ['check', 'GateDecision'],
  target: ({ db, ctx, input, nowUs }) => asked(db, ctx, input, nowUs),
  run: async ({ db, ctx, input, target, nowUs }) => {
    const eventId = newEventId(nowUs);
    const response = answer(ctx, target, ctx.ports.newId('gd'), eventId);
    const { decision, decision_id: id, release_digest: releaseDigest, policy } = response;
    await db.insert(gateDecisions).values({
      id,
      orgId: target.orgId,
      systemId: target.systemId,
      environment: input.environment,
      releaseDigest,
      decision,
      reasons: response.reasons,
      policyDigest: policy?.digest ?? null,
      bundle: response.attestation.bundle,
      evaluatedAt: new Date(response.evaluated_at),
      validUntil: new Date(response.valid_until),
      context: input.context,
      createdBy: ctx.actor.id,
    });
    if (decision === 'allow') await keepJudged(db, target);
    return audited(response, {
      eventId,
      entity: { ref: `gate_decision/${id}` },
      op: 'gate',
      after: {
        decision,
        environment: input.environment,
        reasons: response.reasons.map(({ code }) => code),
        asked: input.subject?.release_digest ?? input.artifacts ?? null,
      },
      context: {
        ...(policy ? { policy_digest: policy.digest } : {}),
        ...(releaseDigest ? { release_digest: releaseDigest } : {}),
      },
    });
  },
});

/** The attestation of an allowing decision names its dossier: whoever verifies it later needs the bytes. */
async function keepJudged(db: Tx, { orgId, known }: Awaited<ReturnType<typeof asked>>): Promise<void> {
  const { release_digest: releaseDigest, environment, facts } = known.question;
  if (releaseDigest === null || !known.inForce) return;
  const head = {
    org: orgId,
    release_digest: releaseDigest,
    environment,
    policy_digest: known.inForce.digest,
  };
  const seen = dossier(head, facts);
  const body = canonicalBytes(seen);
  await keepDossier(db, { orgId, digest: dossierDigest(seen, sha256), releaseDigest, environment, body });
}

/** The same answer without a record: for pages and dry runs. */
export const previewGate = read({
  input: DecisionRequest,
  of: 'GateDecision',
  run: async ({ db, ctx, input, nowUs }) => {
    const target = await asked(db, ctx, input, nowUs);
    return {
      orgId: target.orgId,
      systemId: target.systemId,
      response: answer(ctx, target, ctx.ports.newId('gd'), null),
    };
  },
});

/** The decision, or for an Idempotency-Key that was used before the one given then. An `allow` of then that would not
 *  be given now is not repeated: the question is decided afresh. */
async function unlessRevoked(ctx: Ctx, input: Asked): Promise<DecisionResponse> {
  const made: string[] = [];
  const newId = (prefix: string) => {
    const id = ctx.ports.newId(prefix);
    made.push(id);
    return id;
  };
  const response = await decideGate({ ...ctx, ports: { ...ctx.ports, newId } }, input);
  if (response.decision !== 'allow' || made.includes(response.decision_id)) return response;
  const { response: now } = await previewGate(ctx, input);
  return now.decision === 'allow' ? response : decideGate({ ...ctx, idempotencyKey: undefined }, input);
}

const waitStepMs = 1000;

/** `POST /gate/decisions`: a dry run is not recorded; `wait_s` waits for people, never for anything else. */
export const askGate = Object.assign(
  async (ctx: Ctx, input: Asked): Promise<DecisionResponse> => {
    const deadline = ctx.ports.now() + input.wait_s * 1000;
    while (input.wait_s > 0 && ctx.ports.now() < deadline) {
      const { response } = await previewGate(ctx, input);
      if (response.decision !== 'needs_signoff') break;
      await pause(waitStepMs);
    }
    if (!input.dry_run) return unlessRevoked(ctx, input);
    return (await previewGate(ctx, input)).response;
  },
  { input: DecisionRequest },
);
