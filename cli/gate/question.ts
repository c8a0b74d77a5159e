import { createHash } from 'node:crypto';
import { canonical, parseStrictJson } from '@/server/kernel/canonical';
import type { DecisionRequest } from '@/server/gates/schema/decision';

import { reading, textOf } from '../input/files';
import { badData, type Terminal, usageError } from '../terminal';

export interface Subject {
  readonly release?: string;
  readonly image?: string;
  readonly manifest?: string;
}

/** What the gate is asked about, and its digest (64 hexadecimal digits), which the signed answer must name. */
export interface Asked {
  readonly sha256: string;
  readonly about: Pick<DecisionRequest, 'subject' | 'artifacts'>;
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;
export const isDigest = (text: string): boolean => digestPattern.test(text);

/** Exactly one of a release digest, a pinned image and a manifest file. */
export async function askedAbout({ release, image, manifest }: Subject, terminal: Terminal): Promise<Asked> {
  const given = [release, image, manifest].filter((one) => one !== undefined);
  if (given.length !== 1) throw usageError('give exactly one of --release, --image and --manifest');
  if (image !== undefined) return aboutImage(image);
  const digest = release ?? (await manifestDigest(manifest ?? '-', terminal));
  if (!isDigest(digest))
    throw usageError(`--release must be sha256: and 64 hexadecimal digits, not ${digest}`);
  return { sha256: digest.slice(7), about: { subject: { release_digest: digest } } };
}

function aboutImage(image: string): Asked {
  const [, reference, sha256] = /^(.+)@sha256:([0-9a-f]{64})$/.exec(image) ?? [];
  if (reference === undefined || sha256 === undefined)
    throw usageError(
      `--image must be pinned, as name@sha256:… (IMAGE_NOT_PINNED): ${image} may be something else tomorrow`,
    );
  const name = reference.replace(/:[\w.-]+$/, '');
  return { sha256, about: { artifacts: [{ name, digest: { sha256 } }] } };
}

const maxBytes = 10_000_000;

/** The release digest of a manifest file: of its RFC 8785 bytes. */
export const manifestDigest = (path: string, terminal: Terminal): Promise<string> =>
  reading(path, async () => {
    const manifest = parseStrictJson(await textOf(path, terminal, maxBytes), { maxBytes, maxDepth: 32 });
    if (
      typeof manifest !== 'object' ||
      manifest === null ||
      Reflect.get(manifest, 'schema') !== 'countersign.release/v1'
    )
      throw badData(`${path} is not a release manifest: its schema is not countersign.release/v1`);
    return `sha256:${createHash('sha256').update(canonical(manifest)).digest('hex')}`;
  });

const variables = {
  github: {
    repo: 'GITHUB_REPOSITORY',
    ref: 'GITHUB_REF',
    commit: 'GITHUB_SHA',
    actor: 'GITHUB_ACTOR',
  },
  gitlab: {
    repo: 'CI_PROJECT_PATH',
    ref: 'CI_COMMIT_REF_NAME',
    commit: 'CI_COMMIT_SHA',
    run_url: 'CI_JOB_URL',
    actor: 'GITLAB_USER_LOGIN',
  },
} as const;

/** Where this runs, as GitHub Actions and GitLab say; the record of the decision keeps it. */
export function contextOf(env: Terminal['env']): DecisionRequest['context'] {
  const ci = env['GITHUB_ACTIONS'] ? 'github' : env['GITLAB_CI'] ? 'gitlab' : null;
  if (ci === null) return {};
  const known = Object.entries(variables[ci]).flatMap(([name, variable]) => {
    const value = env[variable]?.slice(0, name === 'commit' ? 80 : 200);
    return value ? [[name, value]] : [];
  });
  const { GITHUB_SERVER_URL: host, GITHUB_REPOSITORY: repo, GITHUB_RUN_ID: run } = env;
  const runUrl = ci === 'github' && run ? { run_url: `${host}/${repo}/actions/runs/${run}` } : {};
  return { ci, ...Object.fromEntries(known), ...runUrl };
}
