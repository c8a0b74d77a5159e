import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join } from 'node:path';
import { openCsv } from '@/evaluators/input/csv';
import { readJsonl } from '@/evaluators/input/jsonl';
import { problem } from '@/evaluators/input/problem';
import { RecordedOutput, Suite, SuiteCase } from '@/evaluators/suite';
import { canonicalBytes, parseStrictJson } from '@/server/kernel/canonical';
import { PromptContent } from '@/server/prompts/schema';
import { CaseTree } from '@/server/registry/rules/case-tree';
import { caseReader } from '@/server/registry/rules/csv-cases';
import { bytesOf, firstIssue, reading } from '../input/files';
import { readYaml } from '../input/yaml';
import type { Terminal } from '../terminal';

const maxBytes = 4_000_000;

export const readSuite = (path: string, terminal: Terminal): Promise<Suite> =>
  readYaml(path, Suite, terminal);

/** The prompt named by a suite; null when it names none. */
export const readPrompt = async (path: string | null, terminal: Terminal): Promise<PromptContent | null> =>
  path === null ? null : readYaml(path, PromptContent, terminal);

/** A path that a suite names, seen from the suite. */
export const besideSuite = (suite: string, path: string): string =>
  isAbsolute(path) || suite === '-' ? path : join(dirname(suite), path);

export interface Dataset {
  readonly cases: readonly SuiteCase[];
  /** the digest the portal gives to the same cases */
  readonly digest: string;
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The cases of a JSON Lines or CSV file, in file order. */
export const readDataset = (path: string, terminal: Terminal): Promise<Dataset> =>
  reading(path, async () => {
    const cases: SuiteCase[] = [];
    const tree = new CaseTree(sha256);
    const records = path.endsWith('.csv') ? csvRecords(path, terminal) : jsonRecords(path, terminal);
    for await (const { line, value } of records) {
      const read = SuiteCase.safeParse(value);
      if (!read.success) throw problem(`line ${line}: ${firstIssue(read.error)}`, { line });
      tree.add(read.data.id, line, canonicalBytes(read.data));
      cases.push(read.data);
    }
    return { cases, digest: rootOf(tree) };
  });

function rootOf(tree: CaseTree): string {
  const steps = tree.root();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const jsonRecords = (path: string, terminal: Terminal) =>
  readJsonl(bytesOf(path, terminal), undefined, (text) => parseStrictJson(text, { maxBytes, maxDepth: 32 }));

async function* csvRecords(path: string, terminal: Terminal) {
  const { columns, batches } = await openCsv(bytesOf(path, terminal));
  const read = caseReader(columns);
  for await (const batch of batches)
    for (const { line, values } of batch) yield { line, value: read(values) };
}

/** Recorded outputs in file order. */
export const readRecorded = (path: string, terminal: Terminal): Promise<RecordedOutput[]> =>
  reading(path, async () => {
    const outputs: RecordedOutput[] = [];
    for await (const { line, value } of jsonRecords(path, terminal)) {
      const read = RecordedOutput.safeParse(value);
      if (!read.success) throw problem(`line ${line}: ${firstIssue(read.error)}`, { line });
      outputs.push(read.data);
    }
    return outputs;
  });
