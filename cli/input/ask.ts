import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CliFailure, exitCodes, type Terminal, usageError } from '../terminal';

/** Asks on the terminal, on stderr so that stdout stays the result's. Null when nobody sits there. */
export async function askPerson(question: string, hidden: boolean): Promise<string | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return null;
  stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: stdin, output: hidden ? silent : stderr, terminal: true });
  const left = new AbortController();
  reader.once('SIGINT', () => left.abort());
  reader.once('close', () => left.abort());
  try {
    return await reader.question('', { signal: left.signal });
  } catch {
    throw new CliFailure(exitCodes.usage, 'stopped; nothing was sent');
  } finally {
    reader.close();
    if (hidden || left.signal.aborted) stderr.write('\n');
  }
}

/** A password from standard input (its one line end is not part of it), or typed unseen. */
export async function passwordOf(
  { stdin, ask }: Terminal,
  fromStdin: boolean | undefined,
  question: string,
): Promise<string> {
  const given = fromStdin ? (await text(stdin)).replace(/\r?\n$/, '') : await ask?.(question, true);
  if (given === undefined || given === null)
    throw usageError('there is no terminal to ask for the password; give it with --password-stdin');
  if (given === '' || given.includes('\n'))
    throw usageError('the password must be one line that is not empty');
  return given;
}
