export interface InputPlace {
  /** 1-based line of the file, null when the whole file is meant */
  readonly line: number | null;
  readonly column?: string;
  /** the limit that was passed */
  readonly limit?: number;
}

/** A file that cannot be read as what it should be. The message is a sentence with line, column and limit. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';
  constructor(
    message: string,
    readonly place: InputPlace = { line: null },
  ) {
    super(message);
  }
}

export const problem = (message: string, place?: InputPlace): InputProblem =>
  new InputProblem(message, place);
