import { factModel } from '@/policies/frameworks/facts';
import { read } from '@/server/kernel/operation';
import { systemById } from '@/server/systems/queries';
import { derive, factBase } from '../rules/derive';
import { questionnaire } from '../rules/questionnaire';
import { FactsRef } from '../schema';
import { lastConfirmation } from './checks';
import { packsUsedBy } from './packs';
import { countingAnswers } from './to-confirm';

/** The answers about a system, the questions that are left, and all that follows from the answers. */
export const getFacts = read({
  input: FactsRef,
  of: 'Facts',
  run: async ({ db, input, nowUs }) => {
    const system = await systemById(db, input.systemId);
    if (!system) return undefined;
    const { rows, answers, counting, asked, lapsed } = await countingAnswers(db, system.id, nowUs);
    const base = factBase(factModel, counting);
    const controls = (await packsUsedBy(db, system.id)).flatMap((pack) => [...pack.controls]);
    const confirmed = await lastConfirmation(db, system.id);
    const newest = Math.max(0, ...rows.map(({ at }) => at.getTime() * 1000));
    return {
      orgId: system.orgId,
      confirmation: confirmed && {
        aiActClass: confirmed.aiActClass,
        hipaaStatus: confirmed.hipaaStatus,
        byPerson: confirmed.byPerson,
        at: new Date(confirmed.atUs / 1000),
        /** No answer was given since. */
        isCurrent: confirmed.atUs >= newest,
      },
      systemId: system.id,
      name: system.name,
      answers,
      answered: rows.map(({ fact, answeredBy, at, confirmedBy, confirmedAt }) => ({
        ...{ fact, answeredBy, at, confirmedBy, confirmedAt },
      })),
      /** Answers that something made doubtful: since when, why, until when they count, whether they still do. */
      toConfirm: asked.map(({ fact, trigger, about, why, firedAt, askedAt, countsUntil }) => ({
        ...{ fact, trigger, about, why, firedAt, askedAt, countsUntil },
        counts: !lapsed.has(fact),
      })),
      questionnaire: questionnaire(factModel, controls, base),
      classification: derive(factModel, base, nowUs),
    };
  },
});
