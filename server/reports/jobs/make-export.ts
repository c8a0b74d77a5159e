import type { Ctx } from '@/server/kernel/context';
import { log } from '@/server/kernel/log';
import { Refusal } from '@/server/kernel/refusal';
import { drawReport } from '../adapters/pdf-thread';
import { failExport, finishExport } from '../commands/exports';
import { assertWritable, trailText } from '../commands/trail';
import { getExport } from '../queries/exports';
import { getReleaseReport } from '../queries/release-report';
import { bundleFile } from './bundle-file';
import { documentFile, reportFile, sealedFile } from './document-file';
import { oscalFile } from './oscal-file';

type Export = Awaited<ReturnType<typeof getExport>>;
const mostBytes = 500_000_000;

/** Makes the file and records it. A file that cannot be made is recorded as failed, with the reason for whoever asked. */
export async function makeExport(ctx: Ctx, exportId: string): Promise<void> {
  const wanted = await getExport(ctx, { exportId });
  if (wanted.state !== 'queued') return;
  try {
    await finishExport(ctx, { exportId, ...(await fileOf(ctx, wanted)) });
  } catch (error) {
    log('error', 'an export failed', { exportId, error });
    const reason = error instanceof Refusal ? error.message : 'Something went wrong on our side';
    await failExport(ctx, { exportId, reason });
  }
}

async function fileOf(ctx: Ctx, wanted: Export) {
  if (wanted.sealedFrom !== null) return sealedFile(ctx, wanted);
  if (wanted.kind === 'bundle') return bundleFile(ctx, wanted, await reportOf(ctx, wanted));
  if (wanted.kind === 'report') return reportFile(ctx, wanted, nameOf(wanted, 'report'));
  if (wanted.kind === 'document') return documentFile(ctx, wanted);
  if (wanted.kind === 'oscal') return oscalFile(ctx, wanted);
  const format = wanted.kind === 'events-csv' ? 'csv' : 'jsonl';
  const filters = wanted.releaseId === null ? {} : { entity: `release/${wanted.releaseId}` };
  await assertWritable(ctx, filters);
  const file = await ctx.ports.files.put(trailText(ctx, filters, format), mostBytes);
  return { ...file, fileName: `${nameOf(wanted, 'events')}.${format}`, manifestSha256: null };
}

async function reportOf(ctx: Ctx, { releaseId, environment }: Export): Promise<Buffer | null> {
  if (releaseId === null || environment === null) return null;
  const { report } = await getReleaseReport(ctx, { releaseId, environment });
  return drawReport(report);
}

const nameOf = ({ orgId, releaseDigest, createdAt }: Export, what: string) =>
  [
    what,
    orgId,
    releaseDigest?.slice(7, 19) ?? 'trail',
    createdAt.toISOString().slice(0, 10).replaceAll('-', ''),
  ].join('-');
