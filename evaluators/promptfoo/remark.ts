/** Something of the file that is not, or not quite, in what was made of it. */
export interface Remark {
  /** path in the file, such as tests.3.assert.0 (javascript) */
  readonly where: string;
  readonly reason: string;
  /** taken: it is there, but means something slightly different */
  readonly taken: boolean;
}

/** Notes a remark. */
export type Say = (where: string, reason: string, taken?: boolean) => void;
