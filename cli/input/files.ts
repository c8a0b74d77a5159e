import { createReadStream } from 'node:fs';
import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZodError } from 'zod';
import { InputProblem } from '@/evaluators/input/problem';
import { Refusal } from '@/server/kernel/refusal';
import { badData, CliFailure, type Terminal, usageError } from '../terminal';

/** A file as it streams in; `-` is standard input. A missing file or a folder is a usage error. */
export async function* bytesOf(path: string, terminal: Terminal): AsyncGenerator<Uint8Array> {
  if (path === '-') yield* terminal.stdin;
  else {
    await assertFile(path);
    yield* createReadStream(path);
  }
}

/** A whole file as strict UTF-8 text of at most `maxBytes`. */
export async function textOf(path: string, terminal: Terminal, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytesOf(path, terminal)) {
    size += chunk.length;
    if (size > maxBytes) throw badData(`${path} is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw badData(`${path} is not UTF-8`);
  }
}

export async function assertFile(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => null);
  if (!stats) throw usageError(`there is no file ${path}`);
  if (stats.isDirectory()) throw usageError(`${path} is a folder, not a file`);
}

export const bytesOfSmallFile = async (path: string): Promise<Uint8Array> => {
  await assertFile(path);
  return readFile(path);
};

/** Names the file in whatever is wrong with its content, on one line, and makes it exit 65. */
export async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    const name = path === '-' ? 'standard input' : path;
    if (error instanceof InputProblem || error instanceof Refusal) throw badData(`${name}: ${error.message}`);
    if (error instanceof ZodError) throw badData(`${name}: ${firstIssue(error)}`);
    throw unreadable(error, name);
  }
}

/** Writes files into a folder, which is made when it is not there; resolves to their paths. */
export async function filesInto(folder: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return Object.keys(files).map((name) => join(folder, name));
  } catch (error) {
    throw unreadable(error, folder);
  }
}

/** A refusal of the operating system as one line; any other error as it is. */
export const unreadable = (error: unknown, name: string): unknown =>
  error instanceof Error && 'syscall' in error
    ? usageError(`${name} cannot be read or written: ${error.message}`)
    : error;

/** The first problem of a parse as "path: message". */
export function firstIssue(error: ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return `${path}${path === '' ? '' : ': '}${issue?.message ?? 'does not fit'}`;
}
