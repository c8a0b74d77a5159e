'use server';

import { form } from '@/app/_lib/form';
import { ChooseFramework, ImportFramework } from '@/server/checklists/schema/pack';
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

export const importFramework = form(
  ImportFramework,
  (api, input) => api.frameworks.import(input),
  ({ format, content, ...values }) => {
    const head = Object.entries(values).filter(([name, value]) => name.startsWith('head.') && value !== '');
    const said = Object.fromEntries(head.map(([name, value]) => [name.slice(5), value]));
    return { format, content, ...(head.length > 0 ? { head: said } : {}) };
  },
);

export const adoptFramework = form(
  AdoptFramework,
  (api, input) => api.frameworks.adopt(input),
  ({ rollback, ...values }) => ({ ...values, rollback: rollback === 'true' }),
);
