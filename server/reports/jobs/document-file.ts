import { documentPlans } from '@/policies/frameworks/documents';
import { canonical } from '@/server/kernel/canonical';
import type { Ctx } from '@/server/kernel/context';
import { precondition } from '@/server/kernel/refusal';
import { getDocumentMaterial } from '../queries/document-material';
import { type BuiltDocument, builtDocument } from '../rules/document';
import { slugOf } from '../rules/oscal-document';

const mostBytes = 100_000_000;

interface Wanted {
  readonly systemId: string | null;
  readonly releaseId: string | null;
  readonly environment: string | null;
  readonly incidentId: string | null;
  readonly document: string | null;
  readonly format: string | null;
}

/** One document from facts, evidence and results: PDF or DOCX for people, canonical JSON (RFC 8785) for programs. */
export async function documentFile(ctx: Ctx, wanted: Wanted) {
  const { systemId, releaseId, environment, incidentId, document: id, format } = wanted;
  const plan = documentPlans.find((one) => one.id === id);
  if (systemId === null || !plan) throw precondition('A document is of one release, or of one system');
  const { material } = await getDocumentMaterial(ctx, { systemId, releaseId, environment, incidentId });
  const built = builtDocument(plan, material);
  const subject = releaseId === null ? `systems/${systemId}` : `releases/${releaseId}`;
  const bytes = await bytesOf(built, format, `${ctx.ports.baseUrl}/${subject}`);
  const file = await ctx.ports.files.put(bytes, mostBytes);
  return {
    ...file,
    fileName: `${[plan.id, slugOf(material.about), ...(incidentId ? [incidentId] : [])].join('-')}.${format ?? 'pdf'}`,
    manifestSha256: null,
  };
}

async function bytesOf(built: BuiltDocument, format: string | null, url: string) {
  if (format === 'json') return new TextEncoder().encode(canonical(built));
  if (format === 'docx') return (await import('../adapters/docx-document')).renderDocx(built, url);
  return (await import('../adapters/pdf-document')).renderDocument(built, url);
}
