import { canonicalBytes } from '@/server/kernel/canonical';
import type { ReleaseReport } from '../schema';
import type { BuiltDocument } from './document';
import type { Standing } from './seal';

/** What a release report says, with what is missing from it. */
export interface ReportContent {
  readonly schema: 'countersign.release-report/v1';
  readonly missing: readonly string[];
  readonly report: ReleaseReport;
}
export type Content = BuiltDocument | ReportContent;

/** The bytes that a seal names: RFC 8785. */
export const contentBytes = (content: Content): Uint8Array => canonicalBytes(content);

/** The file for programs: the content and, beside it, the seal. Without `seal` it is the content again. */
export const contentFile = (content: Content, standing: Standing): Uint8Array =>
  canonicalBytes({ ...content, ...(standing === undefined ? {} : { seal: standing }) });

export const isReport = (content: Content): content is ReportContent =>
  content.schema === 'countersign.release-report/v1';
