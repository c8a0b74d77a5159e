export interface Row {
  readonly controlId: string;
  readonly title: string;
  readonly status: string;
  readonly evidence: number;
  readonly checks: number;
  readonly allChecks: number;
  readonly why: string;
  readonly isWaivable: boolean;
}
export interface ManyFormProps {
  readonly releaseId: string;
  readonly environment: string;
  readonly systemId: string;
  readonly role: string;
  readonly rows: readonly Row[];
  readonly people: readonly { readonly value: string; readonly label: string }[];
  readonly mayAssess: string | null;
  readonly mayPlan: string | null;
}

export type Part = ManyFormProps & { readonly chosen: readonly string[] };
export const noneChosen = 'Choose at least one control';

export const Chosen = ({ ids }: { ids: readonly string[] }) =>
  ids.map((id) => <input key={id} type="hidden" name="controlIds[]" value={id} />);
