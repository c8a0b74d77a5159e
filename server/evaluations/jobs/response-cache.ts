import { createHash } from 'node:crypto';
import { UnfitCase } from '@/evaluators/messages';
import { requestFor } from '@/evaluators/request-body';
import type { ScoredAnswer } from '@/evaluators/score';
import { canonical } from '@/server/kernel/canonical';
import type { Ctx } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/refusal';
import type { RunWork } from '../queries/runs';
import { storedAnswer } from '../queries/stored-answer';
import { present } from '../rules/suite-body';
import type { OpenCase } from './case-source';

export interface CacheAnswer {
  readonly key: string;
  /** Null when the target must be asked. */
  readonly answer: ScoredAnswer | null;
}
/** Looks a case up; null for a case that cannot be asked at all. */
export type ResponseCache = (item: OpenCase) => Promise<CacheAnswer | null>;

/** Null when the run asks everything anew. */
export const responseCacheOf = (ctx: Ctx, work: RunWork): ResponseCache | null =>
  work.usesCache && work.source === 'live'
    ? async (item) => {
        const key = requestKey(work, item);
        if (key === null) return null;
        const found = await storedAnswer(ctx, { requestKey: key });
        return { key, answer: found && { ...found, provider: null, latencyMs: null } };
      }
    : null;

/**
 * SHA-256 (hex) of the canonical JSON of whatever the answer depends on: address, model and its version, parameters,
 * the request as it is sent, and the number of the repeat, so that repeats still measure how answers vary. No key.
 */
export function requestKey({ target, template, modelVersionId }: RunWork, item: OpenCase): string | null {
  if (!target) return null;
  const { apiKeyRef: _, judgeKeyRef: __, body: ___, ...asked } = target;
  try {
    const request = requestFor(target, template, item.one);
    const facts = { v: 1, asked: present(asked), modelVersionId, request, repeat: item.repeat };
    return createHash('sha256').update(canonical(facts)).digest('hex');
  } catch (error) {
    if (error instanceof UnfitCase || error instanceof Refusal) return null;
    throw error;
  }
}
