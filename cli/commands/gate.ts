import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { Summary } from '@/server/gates/rules/attestation';
import { type DecisionRequest, DecisionResponse } from '@/server/gates/schema/decision';
import { canonical, parseStrictJson } from '@/server/kernel/canonical';
import { junit, type Outcome, sarif } from '../gate/formats';
import { assertSame, type Judged, judged } from '../gate/judge';
import { pinnedKey, verifierWith } from '../gate/key';
import { type Asked, askedAbout, contextOf, type Subject } from '../gate/question';
import { assertFile, reading } from '../input/files';
import { aDuration } from '../input/options';
import { apiPath, connected, type Rest } from '../rest';
import { badData, CliFailure, exitCodes, type Cli, table, usageError } from '../terminal';

type Format = 'json' | 'sarif' | 'junit';
interface GateOptions extends Subject {
  readonly env: string;
  readonly wait?: number;
  readonly maxAge?: number;
  readonly offlineBundle?: string;
  readonly policyKey?: string;
  readonly forbidBreakGlass?: boolean;
  readonly oidcToken?: string;
  readonly output?: Format;
  readonly json?: boolean;
}

/** `gate check`: may this release run there? The answer counts only with a signature of the pinned key. */
export function gate(program: Command, cli: Cli): void {
  program
    .command('gate')
    .summary('asks whether a release may run in an environment')
    .description('The deployment gate, for pipelines: stop when the exit code is not 0.')
    .command('check')
    .description(
      'Asks the gate and verifies its signed decision with the pinned key. Exit 0 allow, 10 deny, 11 needs sign-off, ' +
        '12 expired or too old, 20 unreachable, 21 not allowed to ask, 22 wrong signature, 64 usage, 65 bad data.',
    )
    .requiredOption('--env <environment>', 'the environment, such as production')
    .option('--release <digest>', 'the release, by its digest (sha256:…)')
    .option('--image <ref>', 'an image of the release, pinned: name@sha256:…')
    .option('--manifest <file>', 'the release, by its manifest file')
    .option('--wait <duration>', 'wait this long for people to sign, such as 30m', aDuration)
    .option('--max-age <duration>', 'oldest decision that counts, such as 10m', aDuration)
    .option('--offline-bundle <file>', 'verify this kept decision instead of asking')
    .option('--policy-key <file>', 'the gate’s public key (default: COUNTERSIGN_GATE_KEY, else of login)')
    .option('--forbid-break-glass', 'refuse a decision made by an emergency override')
    .option('--oidc-token <token>', 'identity token of the pipeline instead of an API token')
    .addOption(
      new Option('--output <format>', 'instead of lines for people').choices(['json', 'sarif', 'junit']),
    )
    .option('--json', 'the same as --output json: the answer of the server')
    .action((options: GateOptions) => check(options, cli));
}

interface Answered {
  readonly verdict: Judged;
  /** As `--json` prints it. */
  readonly document: object;
  readonly messages: readonly string[];
}
type Judge = (bundle: string) => Judged;

async function check(options: GateOptions, cli: Cli): Promise<void> {
  const { terminal } = cli;
  if (options.json && options.output !== undefined && options.output !== 'json')
    throw usageError('--json is --output json; give one of them');
  const asked = await askedAbout(options, terminal);
  const rest = options.offlineBundle === undefined ? await connected(terminal, options.oidcToken) : null;
  const verify = verifierWith(await pinnedKey(options.policyKey, rest?.url ?? null, terminal));
  const judge: Judge = (bundle) =>
    judged(
      bundle,
      {
        environment: options.env,
        sha256: asked.sha256,
        nowMs: terminal.now().getTime(),
        maxAgeMs: options.maxAge,
        forbidBreakGlass: options.forbidBreakGlass === true,
      },
      verify,
    );
  const answered = rest
    ? await online(rest, requestOf(options, asked, cli), options.wait ?? 0, judge)
    : offline(await keptBundle(options.offlineBundle ?? ''), judge);
  print(answered, asked, options, cli);
  cli.exit(answered.verdict.exitCode);
}

const requestOf = ({ env }: GateOptions, { about }: Asked, { terminal }: Cli) => ({
  environment: env,
  ...about,
  context: contextOf(terminal.env),
});
type Question = ReturnType<typeof requestOf>;

/** Asks; while only people are missing and time is left, watches without leaving records, then asks again. */
async function online(rest: Rest, question: Question, waitMs: number, judge: Judge): Promise<Answered> {
  const until = performance.now() + waitMs;
  for (;;) {
    const answered = await once(rest, question, judge);
    if (answered.verdict.exitCode !== exitCodes.needsSignoff || performance.now() >= until) return answered;
    await signed(rest, question, until);
  }
}

async function once(rest: Rest, question: Question, judge: Judge): Promise<Answered> {
  const answer = await decision(rest, question);
  const verdict = judge(canonical(answer.attestation.bundle));
  assertSame(answer, verdict);
  return { verdict, document: answer, messages: answer.reasons.map(({ message }) => message) };
}

const decision = (rest: Rest, question: Question & Partial<DecisionRequest>): Promise<DecisionResponse> =>
  rest.ask('POST', apiPath(['gate', 'decisions']), DecisionResponse, { body: question });

const watchMs = 20_000;

/** Returns when the gate would no longer answer needs_signoff, or the time is up. A server that restarts meanwhile
 *  is waited for. */
async function signed(rest: Rest, question: Question, until: number): Promise<void> {
  for (let left = until - performance.now(); left > 0; left = until - performance.now()) {
    const wait = Math.ceil(Math.min(left, watchMs) / 1000);
    try {
      const { decision: verdict } = await decision(rest, { ...question, dry_run: true, wait_s: wait });
      if (verdict !== 'needs_signoff') return;
    } catch (error) {
      if (!(error instanceof CliFailure) || error.exitCode !== exitCodes.unreachable) throw error;
    }
    await pause(Math.min(1000, Math.max(until - performance.now(), 0)));
  }
}

const maxBundleBytes = 4_194_304;

/** A Sigstore bundle, or the answer of the gate that holds one. */
const keptBundle = (path: string): Promise<string> =>
  reading(path, async () => {
    await assertFile(path);
    const text = await readFile(path, 'utf8');
    const value = parseStrictJson(text, { maxBytes: maxBundleBytes, maxDepth: 16 });
    const answer = DecisionResponse.safeParse(value);
    if (answer.success) return canonical(answer.data.attestation.bundle);
    if (typeof value !== 'object' || value === null || !('dsseEnvelope' in value))
      throw badData(`${path} is neither a Sigstore bundle nor an answer of the gate`);
    return text;
  });

function offline(bundle: string, judge: Judge): Answered {
  const verdict = judge(bundle);
  const { subjects: _, has_passed: __, ...summary } = verdict.summary;
  return { verdict, document: summary, messages: verdict.summary.reasons };
}

function print(
  { verdict, document, messages }: Answered,
  asked: Asked,
  options: GateOptions,
  cli: Cli,
): void {
  const outcome = outcomeOf(verdict, messages, asked);
  if (verdict.objection !== null) cli.terminal.log(`countersign: ${verdict.objection}\n`);
  if (options.output === 'junit') cli.terminal.out(junit(outcome));
  else if (options.output === 'sarif') cli.print(true, sarif(outcome), () => []);
  else cli.print(options.json || options.output === 'json', document, () => lines(outcome, verdict.summary));
}

function outcomeOf(
  { summary, objection, exitCode }: Judged,
  messages: readonly string[],
  asked: Asked,
): Outcome {
  const named = summary.reasons.map((code, i) => ({ code, message: messages[i] ?? code }));
  const own = exitCode === exitCodes.stale ? 'DECISION_STALE' : 'BREAK_GLASS';
  return {
    decision: summary.decision,
    mode: summary.mode,
    decisionId: summary.decision_id,
    environment: summary.environment,
    subject: asked.about.artifacts?.[0]?.name ?? `sha256:${asked.sha256}`,
    evaluatedAt: summary.time_verified,
    validUntil: summary.expires,
    exitCode,
    reasons: objection === null ? named : [...named, { code: own, message: objection }],
  };
}

const lines = (outcome: Outcome, { verifier }: Summary): string[] => [
  `${outcome.decision.replaceAll('_', ' ')}: ${outcome.subject} in ${outcome.environment}`,
  ...table(outcome.reasons.map(({ code, message }) => [`  ${code}`, message])),
  `decided ${outcome.evaluatedAt} by ${verifier}, valid until ${outcome.validUntil} (${outcome.decisionId})`,
];
