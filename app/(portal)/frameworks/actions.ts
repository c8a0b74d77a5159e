'use server';

import { form } from '@/app/_lib/form';
import { ChooseFramework } from '@/server/checklists/schema/pack';
import { AdoptFramework } from '@/server/checklists/schema/revisions';

const choices: Readonly<Record<string, boolean | null>> = { on: true, off: false, inherit: null };

export const chooseFramework = form(
  ChooseFramework,
  (api, input) => api.frameworks.choose(input),
  ({ enabled, systemId, ...values }) => ({
    ...values,
    ...(systemId === 'organisation' ? {} : { systemId }),
    enabled: choices[String(enabled)],
  }),
);

export const adoptFramework = form(
  AdoptFramework,
  (api, input) => api.frameworks.adopt(input),
  ({ rollback, ...values }) => ({ ...values, rollback: rollback === 'true' }),
);
