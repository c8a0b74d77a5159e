/** Who made the content of a document final, and when. */
export interface Seal {
  /** `exp_…`: the export that holds the sealed file. */
  readonly id: string;
  readonly by: string;
  /** ISO 8601 in UTC. */
  readonly sealedAt: string;
  readonly reason: string;
  /** 64 hexadecimal digits: SHA-256 of the content in RFC 8785 form, without the seal. */
  readonly contentSha256: string;
}
/** A draft has no seal; undefined is a copy inside a bundle, which the bundle's own signature covers. */
export type Standing = Seal | null | undefined;

/** One word for the head of each page; null where there is nothing to say. */
export const standingWord = (standing: Standing): 'Sealed' | 'Draft' | null =>
  standing === undefined ? null : standing === null ? 'Draft' : 'Sealed';

/** What the file says about its seal, and how to check it. */
export const sealFacts = (seal: Seal): readonly (readonly [name: string, value: string])[] => [
  ['Sealed by', seal.by],
  ['Sealed at', seal.sealedAt],
  ['Reason', seal.reason],
  ['Seal', seal.id],
  ['Digest of the content', `sha256:${seal.contentSha256}`],
  [
    'How to check this file',
    'Compare its SHA-256 with the portal (Reports, Check a file), or with no network: countersign verify BUNDLE --document FILE',
  ],
];

/** A sealed file's name says so: `dpia-triage.pdf` becomes `dpia-triage-sealed.docx`. */
export const sealedName = (draft: string, format: string): string =>
  `${draft.replace(/\.[a-z]+$/, '')}-sealed.${format}`;
