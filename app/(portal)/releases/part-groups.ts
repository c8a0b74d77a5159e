import { words } from '@/app/_ui/status-chip';
import type { Api } from '@/server/trpc/caller';
import type { Group } from './part-group';

type Offered = Awaited<ReturnType<Api['releases']['parts']>>;
type Parts = Awaited<ReturnType<Api['releases']['get']>>['parts'];
type Row = { readonly id: string; readonly name: string; readonly version?: string | number };

/** Everything that a release can be made of; what `chosen` holds is offered even when it is not among the newest. */
export function partGroups(offered: Offered, chosen?: Parts): Group[] {
  const group = (name: keyof Omit<Parts, 'config'>, label: string, rows: readonly Row[]): Group => {
    const ids = chosen?.[name] ?? [];
    const options = rows.map(({ id, name: title, version }) => ({
      value: id,
      label: version === undefined ? title : `${title} @ ${version}`,
    }));
    const older = ids.filter((id) => !rows.some((row) => row.id === id));
    return {
      name,
      label,
      chosen: ids,
      options: [
        ...options,
        ...older.map((id) => ({ value: id, label: name === 'frameworks' ? words(id) : id })),
      ],
    };
  };
  return [
    group('modelVersionIds', 'Model versions', offered.models),
    group('promptVersionIds', 'Prompt versions', offered.prompts),
    group('datasetVersionIds', 'Dataset versions', offered.datasets),
    group('suiteVersionIds', 'Suites', offered.suites),
    group('studyIds', 'Bias studies', offered.studies),
    group('frameworks', 'Frameworks', offered.frameworks),
  ];
}
