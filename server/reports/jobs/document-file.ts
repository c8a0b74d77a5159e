import { documentPlans } from '@/policies/frameworks/documents';
import type { Ctx } from '@/server/kernel/context';
import { precondition } from '@/server/kernel/refusal';
import { drawReport } from '../adapters/pdf-thread';
import { missingFrom } from '../adapters/release-body';
import type { getExport } from '../queries/exports';
import { getDocumentMaterial } from '../queries/document-material';
import { getReleaseReport } from '../queries/release-report';
import { type BuiltDocument, builtDocument } from '../rules/document';
import { slugOf } from '../rules/oscal-document';
import {
  type Content,
  contentBytes,
  contentFile,
  isReport,
  type ReportContent,
} from '../rules/report-content';
import { ReleaseReport } from '../schema';
import { sealedName, type Seal, type Standing } from '../rules/seal';

const mostBytes = 100_000_000;
type Wanted = Awaited<ReturnType<typeof getExport>>;

/** One document from facts, evidence and results, as a draft: PDF or DOCX for people, JSON (RFC 8785) for programs. */
export async function documentFile(ctx: Ctx, wanted: Wanted) {
  const { systemId, releaseId, environment, incidentId, document: id } = wanted;
  const plan = documentPlans.find((one) => one.id === id);
  if (systemId === null || !plan) throw precondition('A document is of one release, or of one system');
  const { material } = await getDocumentMaterial(ctx, { systemId, releaseId, environment, incidentId });
  const named = [plan.id, slugOf(material.about), ...(incidentId ? [incidentId] : [])].join('-');
  return drafted(ctx, wanted, builtDocument(plan, material), named);
}

/** The report of a release, as a draft. @param named without an ending */
export async function reportFile(ctx: Ctx, wanted: Wanted, named: string) {
  const { releaseId, environment } = wanted;
  if (releaseId === null || environment === null) throw precondition('A report is of one release');
  const { report } = await getReleaseReport(ctx, { releaseId, environment });
  const schema = 'countersign.release-report/v1';
  return drafted(ctx, wanted, { schema, missing: missingFrom(report), report }, named);
}

async function drafted(ctx: Ctx, wanted: Wanted, content: Content, named: string) {
  const kept = await ctx.ports.files.put(contentBytes(content), mostBytes);
  return {
    ...(await stored(ctx, wanted, content, null)),
    fileName: `${named}.${wanted.format ?? 'pdf'}`,
    contentSha256: kept.sha256,
    missingCount: content.missing.length,
  };
}

/** The content of a draft, drawn again with its seal. */
export async function sealedFile(ctx: Ctx, wanted: Wanted) {
  const { id, contentSha256, sealReason, createdByName, createdBy, createdAt, fileName } = wanted;
  if (contentSha256 === null || sealReason === null)
    throw precondition('This export holds no sealed content');
  const seal: Seal = {
    id,
    by: createdByName ?? createdBy,
    sealedAt: createdAt.toISOString(),
    reason: sealReason,
    contentSha256,
  };
  const content = JSON.parse((await ctx.ports.files.read(contentSha256)).toString('utf8')) as Content;
  if (isReport(content) && !ReleaseReport.safeParse(content.report).success)
    throw precondition(
      'This draft was made by an older version of Countersign; make a new one and seal that',
    );
  return {
    ...(await stored(ctx, wanted, content, seal)),
    fileName: sealedName(fileName ?? 'document', wanted.format ?? 'pdf'),
    contentSha256,
    missingCount: content.missing.length,
  };
}

async function stored(
  ctx: Ctx,
  { format, releaseId, systemId }: Wanted,
  content: Content,
  standing: Standing,
) {
  const subject = releaseId === null ? `systems/${systemId}` : `releases/${releaseId}`;
  const url = `${ctx.ports.baseUrl}/${subject}`;
  const bytes =
    format === 'json'
      ? contentFile(content, standing)
      : isReport(content)
        ? await reportBytes(content, format, standing)
        : await documentBytes(content, format, url, standing);
  return { ...(await ctx.ports.files.put(bytes, mostBytes)), manifestSha256: null };
}

async function reportBytes({ report }: ReportContent, format: string | null, standing: Standing) {
  if (format === 'docx')
    return (await import('../adapters/docx-document')).renderReportDocx(report, standing);
  return drawReport(report, standing);
}

async function documentBytes(built: BuiltDocument, format: string | null, url: string, standing: Standing) {
  if (format === 'docx') return (await import('../adapters/docx-document')).renderDocx(built, url, standing);
  return (await import('../adapters/pdf-document')).renderDocument(built, url, standing);
}
