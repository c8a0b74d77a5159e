import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readable } from './readable';
import { exitCodeOf } from './report';
import { verifyBundle } from './verify-bundle';

// The stand-alone offline verifier: node countersign-verify.mjs BUNDLE.zip [--trust-policy F] [--previous F]
// [--verifier-id ID] [--document FILE]… [--json]. Exit 0 ok, 1 failed, 2 incomplete, 64 usage, 65 unreadable.

const usage =
  'Usage: countersign-verify BUNDLE.zip [--trust-policy FILE] [--previous CHECKPOINT] [--verifier-id ID] ' +
  '[--document FILE]… [--json]';
const flags = ['--trust-policy', '--previous', '--verifier-id'];

function main(words: readonly string[]): number {
  const given = new Map<string, string>();
  const files: string[] = [];
  const documents: string[] = [];
  let json = false;
  for (let n = 0; n < words.length; n += 1) {
    const word = words[n] ?? '';
    const value = words[n + 1];
    if (word === '--json') json = true;
    else if (word === '--document' && value !== undefined) {
      documents.push(value);
      n += 1;
    } else if (flags.includes(word) && value !== undefined) {
      given.set(word, value);
      n += 1;
    } else if (word.startsWith('-')) return complain(`Unknown flag or missing value: ${word}. ${usage}`, 64);
    else files.push(word);
  }
  const [bundle, ...more] = files;
  if (bundle === undefined || more.length > 0) return complain(usage, 64);
  try {
    const text = (flag: string) => {
      const path = given.get(flag);
      return path === undefined ? undefined : readFileSync(path, 'utf8');
    };
    const options = {
      trustPolicy: text('--trust-policy'),
      previous: text('--previous'),
      verifierId: given.get('--verifier-id'),
      documents: documents.map((path) => ({
        name: basename(path),
        sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
      })),
    };
    const report = verifyBundle(readFileSync(bundle), options);
    console.log(json ? JSON.stringify(report) : readable(report).join('\n'));
    return exitCodeOf(report);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return complain(`Cannot read: ${error.message}`, 65);
    throw error;
  }
}

function complain(message: string, code: number): number {
  console.error(message);
  return code;
}

process.exitCode = main(process.argv.slice(2));
