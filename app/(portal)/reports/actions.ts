'use server';

import { form } from '@/app/_lib/form';
import { fileLabel } from './kinds';
import { CreateExport, FileDigest, SealExport } from '@/server/reports/schema';

export const createExport = form(CreateExport, async (api, input) => {
  const { id } = await api.reports.create(input);
  return { id };
});

export const sealExport = form(SealExport, async (api, input) => {
  const { id } = await api.reports.seal(input);
  return { id };
});

/** What the file with this digest is. */
export const checkFile = form(FileDigest, async (api, input) => {
  const {
    id,
    kind,
    document,
    format,
    standing,
    releaseName,
    missingCount,
    sealReason,
    createdByName,
    createdAt,
  } = await api.reports.checkFile(input);
  const made = {
    id,
    createdByName,
    createdAt: createdAt.toISOString(),
    releaseName,
    missingCount,
    sealReason,
  };
  return { ...made, standing, label: fileLabel({ kind, document, format }) };
});
