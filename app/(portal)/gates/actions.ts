'use server';

import { form, type Values } from '@/app/_lib/form';
import { CreateEnvironment, SetPolicy } from '@/server/gates/schema/inputs';

export const createEnvironment = form(CreateEnvironment, async (api, input) => {
  const { name } = await api.gates.createEnvironment(input);
  return { name };
});

export const setPolicy = form(
  SetPolicy,
  async (api, input) => {
    const { version, warnings } = await api.gates.setPolicy(input);
    return { version, warnings };
  },
  (values, data) => ({
    environment: values.environment,
    basedOn: values.basedOn,
    policy: {
      require: {
        suites: values.suites ?? [],
        studies: values.studies ?? [],
        frameworks: values.frameworks ?? [],
        ...(values.judges === 'true' && { judges: judgesIn(values) }),
        ...(values.models_as_asked === 'true' && { models_as_asked: true }),
      },
      on_not_enough_evidence: values.on_not_enough_evidence,
      quorum: quorumIn(data),
      distinct_persons: true,
      forbid: values.forbid ?? [],
      min_method: values.min_method,
      role_seasoning_hours: numberIn(values, 'role_seasoning_hours'),
      approval_ttl_days: numberIn(values, 'approval_ttl_days'),
      any_rejection_blocks: values.any_rejection_blocks === 'true',
      on_role_lost: values.on_role_lost,
    },
  }),
);

const numberIn = (values: Values, name: string): unknown =>
  values[name] === undefined ? undefined : Number(values[name]);

const judgesIn = (values: Values) =>
  Object.fromEntries(
    (['min_cases', 'min_share', 'min_kappa', 'min_recall'] as const).map((name) => [
      name,
      numberIn(values, `judges.${name}`),
    ]),
  );

/** Rows without a role are left out. */
function quorumIn(data: FormData) {
  const counts = data.getAll('count[]');
  return data
    .getAll('role[]')
    .flatMap((role, i) => (role === '' ? [] : [{ role, n: Number(counts[i] ?? 1) }]));
}
