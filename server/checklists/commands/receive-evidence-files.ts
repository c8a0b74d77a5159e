import { refusal } from '@/policies/ability';
import { recordForms } from '@/policies/frameworks/records';
import type { Ctx } from '@/server/kernel/context';
import { invalid, Refusal } from '@/server/kernel/refusal';
import type { z } from 'zod';
import { bindingTarget } from '../queries/evidence';
import { assertGiven } from '../rules/evidence';
import { evidenceLimits, MediaType, type StoredFile } from '../schema';
import { type AddEvidenceFiles, EvidenceMapping } from '../schema/many';
import { typeOf } from './evidence';
import { truthful } from './receive-evidence';

/** One part of a form, as it comes. */
export interface IncomingPart {
  readonly name: string;
  readonly fileName: string | null;
  readonly mediaType: string | null;
  readonly bytes: AsyncIterable<Uint8Array>;
}
type Input = z.output<typeof AddEvidenceFiles>;
type Files = ReadonlyMap<string, z.infer<typeof StoredFile>>;

const mappingBytes = 1_000_000;

/** Streams the files of a form to disk and gives the input of `addEvidenceFiles`. The part `mapping` comes first; from
 *  somebody who may not give what it names no file is read, and the command refuses them. */
export async function receiveEvidenceFiles(
  ctx: Ctx,
  { sizeBytes, parts }: { sizeBytes: number | null; parts: AsyncIterable<IncomingPart> },
): Promise<Input> {
  if ((sizeBytes ?? 0) > evidenceLimits.allBytes + mappingBytes) throw tooMuch();
  let mapping: EvidenceMapping | null = null;
  const files = new Map<string, z.infer<typeof StoredFile>>();
  let total = 0;
  for await (const part of parts) {
    if (!mapping) {
      mapping = await mappingOf(part);
      if (!(await mayGiveAll(ctx, mapping))) return inputOf(mapping, new Map());
      assertGivable(mapping);
      continue;
    }
    const name = nameOf(part, mapping, files);
    const file = await storedFile(ctx, part, name, evidenceLimits.allBytes - total);
    total += file.sizeBytes;
    files.set(name, file);
  }
  if (!mapping) throw invalid('mapping', 'mapping is missing: the form is empty');
  const missing = namesIn(mapping).filter((name) => !files.has(name));
  if (missing.length > 0) throw invalid('files', `${missing.join(', ')}: named by the mapping, but not sent`);
  return inputOf(mapping, files);
}

const tooMuch = () =>
  new Refusal('limit', `files together are larger than the limit of ${evidenceLimits.allBytes / 1e6} MB`, {
    limitBytes: evidenceLimits.allBytes,
  });
const filesIn = ({ items }: EvidenceMapping) =>
  items.flatMap(({ content }) => (content.as === 'file' ? [content.file] : []));
const namesIn = (mapping: EvidenceMapping): string[] => [...new Set(filesIn(mapping))];

async function mappingOf({ name, fileName, bytes }: IncomingPart): Promise<EvidenceMapping> {
  if (name !== 'mapping' || fileName !== null)
    throw invalid('mapping', 'mapping must be the first part of the form, as a field');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > mappingBytes) throw new Refusal('limit', 'mapping is larger than the limit of 1 MB');
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw invalid('mapping', 'mapping must be JSON');
  }
  const mapping = EvidenceMapping.parse(value);
  const { files } = evidenceLimits;
  if (namesIn(mapping).length > files) throw invalid('mapping', `mapping names more than ${files} files`);
  return mapping;
}

async function mayGiveAll(ctx: Ctx, { items }: EvidenceMapping): Promise<boolean> {
  const bindings = new Map(items.map(({ binding }) => [`${binding.kind} ${binding.id}`, binding]));
  for (const binding of bindings.values()) {
    const target = await bindingTarget(ctx, binding);
    if (refusal(ctx.ability, 'create', 'Evidence', target) !== null) return false;
  }
  return true;
}

/** What would be refused once the files are there is refused before they are read. */
function assertGivable({ items }: EvidenceMapping): void {
  for (const [index, { type, title, binding, validDays, content }] of items.entries()) {
    const way = { as: content.as, binding, ...(validDays === undefined ? {} : { validDays }) };
    named(`${title} (item ${index + 1})`, () =>
      assertGiven(typeOf(type), way, recordForms[type] !== undefined),
    );
  }
}

function named<R>(what: string, work: () => R): R {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.code, `${what}: ${error.message}`) : error;
  }
}

function nameOf({ name, fileName }: IncomingPart, mapping: EvidenceMapping, files: Files): string {
  if (name !== 'files' || fileName === null) throw invalid('files', 'what follows the mapping must be files');
  if (files.has(fileName)) throw invalid('files', `${fileName}: two files have this name`);
  if (!namesIn(mapping).includes(fileName))
    throw invalid('files', `${fileName}: the mapping does not name this file`);
  return fileName;
}

async function storedFile(ctx: Ctx, part: IncomingPart, name: string, roomBytes: number) {
  const { fileBytes } = evidenceLimits;
  const said = MediaType.safeParse(part.mediaType);
  const mediaType = said.success ? said.data : 'application/octet-stream';
  try {
    const stored = await ctx.ports.files.put(truthful(part.bytes, mediaType), Math.min(fileBytes, roomBytes));
    if (stored.sizeBytes === 0) throw invalid('files', 'the file is empty');
    return { ...stored, name, mediaType };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'limit' && roomBytes < fileBytes) throw tooMuch();
    const why =
      error.code === 'limit' ? `the file is larger than the limit of ${fileBytes / 1e6} MB` : error.message;
    throw new Refusal(error.code, `${name}: ${why}`, { fields: { files: [`${name}: ${why}`] } });
  }
}

const inputOf = ({ items }: EvidenceMapping, files: Files): Input => ({
  items: items.map((item) => {
    const { content } = item;
    if (content.as !== 'file') return { ...item, content };
    return { ...item, content: { as: 'file' as const, file: files.get(content.file) ?? null } };
  }),
});
