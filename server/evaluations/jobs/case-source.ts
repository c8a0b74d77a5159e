import type { RecordedOutput, SuiteCase } from '@/evaluators/suite';
import type { Ctx } from '@/server/kernel/context';
import { readCases } from '@/server/registry/queries/rows';
import { storedResults, type RunWork } from '../queries/runs';
import { recordedOutputs } from './recorded-outputs';

/** One repeat of one case that has no result yet. `recorded` is its answer when the run judges recorded outputs. */
export interface OpenCase {
  readonly ordinal: number;
  readonly repeat: number;
  readonly one: SuiteCase;
  readonly recorded: RecordedOutput | null;
  /** Its place among all repeats of all cases, from 0. */
  readonly place: number;
  /** It was taken up before, and no result was stored. */
  readonly askedAgain: boolean;
}

const windowSize = 512;

/** What is still open in a run, in the order of its dataset; recorded outputs that are missing are left out. */
export async function* openCases(ctx: Ctx, run: RunWork): AsyncGenerator<OpenCase> {
  for (let from = 0; from < run.caseCount; from += windowSize) {
    const to = Math.min(run.caseCount, from + windowSize);
    const stored = await storedResults(ctx, { runId: run.id, from, to });
    if (stored.size === (to - from) * run.repeats) continue;
    const recorded = run.source === 'recorded' ? await recordedOutputs(ctx.ports.files, run, from, to) : null;
    let ordinal = from;
    for await (const one of readCases(ctx.ports.files, run.dataset, from, to - from)) {
      for (let repeat = 0; repeat < run.repeats; repeat++) {
        const place = ordinal * run.repeats + repeat;
        const answer = recorded?.get(place) ?? null;
        if (stored.has(`${ordinal}/${repeat}`) || (recorded && !answer)) continue;
        yield { ordinal, repeat, one, recorded: answer, place, askedAgain: !recorded && place < run.askedTo };
      }
      ordinal += 1;
    }
  }
}
