import type { ReactNode } from 'react';
import type { System } from '@/server/systems/schema';
import { OverviewTab } from './overview-tab';

interface SystemTab {
  readonly key: string;
  readonly label: string;
  readonly Content: (props: { readonly system: System }) => ReactNode | Promise<ReactNode>;
}

/** The parts of a system's page: one line each. The first is shown when the address names none. */
export const systemTabs: readonly [SystemTab, ...SystemTab[]] = [
  { key: 'overview', label: 'Overview', Content: OverviewTab },
];
