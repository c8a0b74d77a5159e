/** A case of a pack, as a line of a dataset file. */
export interface PackCase {
  readonly id: string;
  readonly input: string | readonly { readonly role: string; readonly content: string }[];
  readonly metadata: Readonly<Record<string, unknown>>;
}
