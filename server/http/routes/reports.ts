import { Readable } from 'node:stream';
import { getEvent, getTrustPolicy } from '@/server/audit/queries';
import { runtime } from '@/server/kernel/runtime';
import { createExport, downloadExport } from '@/server/reports/commands/exports';
import { sealExport } from '@/server/reports/commands/seal-export';
import { exportFramework } from '@/server/reports/commands/framework-catalog';
import { exportTrail } from '@/server/reports/commands/trail';
import { checkFile } from '@/server/reports/queries/check-file';
import { getExport, listExports } from '@/server/reports/queries/exports';
import { route } from '../route';

const tag = 'Export';
const mediaTypes: Readonly<Record<string, string>> = {
  zip: 'application/zip',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl',
  json: 'application/json',
};

function attachment(body: Readable, fileName: string, sizeBytes?: number): Response {
  const headers = {
    'content-type': mediaTypes[fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'no-store',
    ...(sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) }),
  };
  return new Response(Readable.toWeb(body) as ReadableStream, { headers });
}

const trailFile = (format: 'csv' | 'jsonl') =>
  route({
    method: 'get',
    path: `/audit/trail.${format}`,
    summary: `The trail as ${format.toUpperCase()} with the filters of its search, at most 100,000 events`,
    tag,
    operation: exportTrail(format),
    respond: ({ body }) => attachment(Readable.from(body), `audit-trail.${format}`),
  });

export const reportRoutes = [
  trailFile('csv'),
  trailFile('jsonl'),
  route({
    method: 'get',
    path: '/audit/events/{eventId}',
    summary: 'One event of the trail',
    tag,
    operation: getEvent,
  }),
  route({
    method: 'get',
    path: '/audit/trust-policy',
    summary:
      'The verifier keys of this log (C2SP tlog-policy), for auditors: take it from here, not from a bundle',
    tag,
    operation: getTrustPolicy,
    respond: ({ text }) =>
      new Response(text, {
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': 'attachment; filename="trust-policy.txt"',
        },
      }),
  }),
  route({ method: 'get', path: '/exports', summary: 'List exports', tag, operation: listExports }),
  route({
    method: 'post',
    path: '/exports',
    summary: 'Ask for a bundle, a report, OSCAL documents or the events; a job makes the file',
    tag,
    operation: createExport,
  }),
  route({
    method: 'get',
    path: '/exports/by-digest/{sha256}',
    summary: 'What is known of a file that somebody holds: which export it is, and whether it is sealed',
    tag,
    operation: checkFile,
  }),
  route({
    method: 'post',
    path: '/exports/{exportId}/seal',
    summary: 'Make the content of a draft final; only a person may, signed in',
    tag,
    operation: sealExport,
  }),
  route({ method: 'get', path: '/exports/{exportId}', summary: 'One export', tag, operation: getExport }),
  route({
    method: 'get',
    path: '/exports/{exportId}/file',
    summary: 'Download; recorded in the trail',
    tag,
    operation: downloadExport,
    respond: ({ sha256, fileName, sizeBytes }) =>
      attachment(runtime().ports.files.open(sha256), fileName, sizeBytes),
  }),
  route({
    method: 'get',
    path: '/frameworks/{framework}/oscal',
    summary: 'A control pack as an OSCAL 1.1.3 catalog; recorded in the trail',
    tag: 'Frameworks',
    operation: exportFramework,
    respond: ({ document, fileName }) =>
      attachment(Readable.from([`${JSON.stringify(document, null, 2)}\n`]), fileName),
  }),
];
