import data from './documents.json';

/** Where the values of a field come from: the kind before the colon, what of it behind. */
export interface DocumentField {
  readonly label: string;
  readonly from?: readonly string[];
  /** The name of this field in the form of the document: what nobody but a person knows. */
  readonly ask?: string;
  readonly optional?: boolean;
}
export interface DocumentSection {
  readonly title: string;
  /** A derived fact that must not be false for the section to be asked for. */
  readonly when?: string;
  readonly optional?: boolean;
  readonly fields: readonly DocumentField[];
}
export interface DocumentPlan {
  readonly id: DocumentId;
  readonly title: string;
  readonly basis: string;
  readonly reader: string;
  readonly needsRelease: boolean;
  /** The type of evidence whose form asks for what only people know. */
  readonly form: string | null;
  readonly sections: readonly DocumentSection[];
}

export const documentIds = [
  'ropa',
  'dpia',
  'annex-iv',
  'model-card',
  'release-certificate',
  'fria',
  'hipaa-risk-analysis',
  'breach-assessment',
] as const;
/** For people, to be edited, for programs. */
export const documentFormats = ['pdf', 'docx', 'json'] as const;
export type DocumentId = (typeof documentIds)[number];

/** TypeScript reads the file's words as `string`; documents.test.ts proves them. */
export const documentPlans = data as unknown as readonly DocumentPlan[];

/** The fields of each form, by the type of evidence: text that may be left out, for a gap is listed and not refused. */
export const documentForms = Object.fromEntries(
  documentPlans.flatMap(({ form, sections }) =>
    form === null
      ? []
      : [
          [
            form,
            sections.flatMap(({ fields }) =>
              fields.flatMap(({ ask, label }) =>
                ask === undefined
                  ? []
                  : [{ name: ask, label, kind: 'text' as const, optional: true as const }],
              ),
            ),
          ] as const,
        ],
  ),
);
