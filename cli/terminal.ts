/** What a command may touch besides files: so that tests run it in-process. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly out: (text: string) => void;
  /** progress and remarks; never part of the result */
  readonly log: (text: string) => void;
  readonly now: () => Date;
  /** asks the person at the keyboard; null when there is none. A hidden answer is not shown while it is typed. */
  readonly ask?: (question: string, hidden: boolean) => Promise<string | null>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** An expected end of a command: one line for the person, and the exit code of the table in the manual. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}

export const exitCodes = {
  ok: 0,
  failed: 1,
  notEnoughEvidence: 3,
  denied: 10,
  needsSignoff: 11,
  stale: 12,
  unreachable: 20,
  notAllowed: 21,
  badSignature: 22,
  usage: 64,
  badData: 65,
} as const;
export const usageError = (message: string) => new CliFailure(exitCodes.usage, message);
export const badData = (message: string) => new CliFailure(exitCodes.badData, message);

/** What a command gets: the terminal, a way to print its one result, and its exit code. */
export interface Cli {
  readonly terminal: Terminal;
  /** prints the JSON document with --json, else the readable lines */
  readonly print: (json: boolean | undefined, document: unknown, lines: () => readonly string[]) => void;
  readonly exit: (code: number) => void;
}

export const verdictExit = {
  pass: exitCodes.ok,
  fail: exitCodes.failed,
  not_enough_evidence: exitCodes.notEnoughEvidence,
} as const;

/** Rows of text as aligned columns, two spaces apart; control characters are shown as a dot. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const shown = rows.map((row) => row.map((cell) => cell.replace(/[\p{Cc}\u2028\u2029]/gu, '·')));
  const widths = (shown[0] ?? []).map((_, i) => Math.max(...shown.map((row) => (row[i] ?? '').length)));
  return shown.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A number for people: four significant digits, "-" when undefined. */
export const shown = (value: number | null): string =>
  value === null ? '-' : String(Number(value.toPrecision(4)));
