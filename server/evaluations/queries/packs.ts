import { packs, suiteOfPack } from '@/evaluators/packs/packs';
import { measureName } from '@/evaluators/suite';
import { read } from '@/server/kernel/operation';
import { ListPacks, PackName, type SafetyPack } from '../schema/suite-sources';

/** The safety suites that ship with the product; whoever may see suites may read what they are. */
export const listPacks = read({
  input: ListPacks,
  of: 'Suite',
  run: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: '', packs: packs.map(described) }),
});

function described(pack: (typeof packs)[number]): SafetyPack {
  const { summary, proves, provesNot, cases } = pack;
  const { evaluators, thresholds } = suiteOfPack(pack, 'cases@1');
  return {
    name: PackName.parse(pack.name),
    summary,
    proves,
    provesNot,
    caseCount: cases.length,
    measures: evaluators.map((one) => `${measureName(one)} (${one.id})`),
    thresholds: thresholds.map(({ measure, min, max }) =>
      [measure, min !== undefined && `at least ${min}`, max !== undefined && `at most ${max}`]
        .filter(Boolean)
        .join(' '),
    ),
  };
}
