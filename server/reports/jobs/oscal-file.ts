import type { Ctx } from '@/server/kernel/context';
import { precondition } from '@/server/kernel/refusal';
import { zipped } from '../adapters/zip';
import { getOscalCase } from '../queries/oscal-case';
import { slugOf } from '../rules/oscal-document';
import { oscalPackage } from '../rules/oscal-package';
import { oscalReadme } from '../rules/oscal-readme';

const mostBytes = 200_000_000;

interface Wanted {
  readonly systemId: string | null;
  readonly releaseId: string | null;
  readonly environment: string | null;
  readonly document: string | null;
}

/** Every OSCAL document of a subject as a ZIP that unpacks into a trestle workspace, or one of them as JSON. */
export async function oscalFile(ctx: Ctx, { systemId, releaseId, environment, document }: Wanted) {
  if (systemId === null) throw precondition('OSCAL is of one release, or of one system');
  const { oscal } = await getOscalCase(ctx, { systemId, releaseId, environment });
  const files = oscalPackage(oscal);
  const bytes = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  const slug = slugOf(oscal);
  if (document === 'package') {
    const readme = new TextEncoder().encode(oscalReadme(files.map(({ path }) => path)));
    const archive = zipped([
      ['README.txt', readme],
      ...files.map((file) => [file.path, bytes(file.document)] as const),
    ]);
    const file = await ctx.ports.files.put(archive, mostBytes);
    return { ...file, fileName: `oscal-${slug}.zip`, manifestSha256: null };
  }
  const found = files.find(({ model }) => model === document);
  if (!found)
    throw precondition(
      'Every control that applies and every finding is closed, so there is no plan of action',
    );
  const file = await ctx.ports.files.put(bytes(found.document), mostBytes);
  return { ...file, fileName: `${document}-${slug}.json`, manifestSha256: null };
}
