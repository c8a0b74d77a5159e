/** Rows by group and by (label, prediction): all that group fairness needs, whatever the number of rows. */
export interface GroupCells {
  readonly value: string;
  /** weight of the rows per prediction and label, as they were written; label is null without a label column */
  readonly cells: readonly {
    readonly prediction: string;
    readonly label: string | null;
    readonly weight: number;
  }[];
}
export interface AttributeCells {
  readonly name: string;
  readonly groups: readonly GroupCells[];
}
export interface Tallied {
  readonly rows: number;
  readonly predictions: readonly string[];
  readonly labels: readonly string[] | null;
  readonly attributes: readonly AttributeCells[];
  /** the crossing of all attributes, when there are several */
  readonly intersections: readonly AttributeCells[];
}

export const maxGroups = 1000;
export const maxOutcomes = 50;
/** Between the parts of a crossed group's value and of its attribute's name. */
export const crossing = ' & ';

/** The tally was asked to hold more distinct values than a fairness study can have. */
export class TooManyValues extends RangeError {}

class Names {
  private readonly ids = new Map<string, number>();
  constructor(
    private readonly what: string,
    private readonly limit: number,
  ) {}
  id(value: string): number {
    const known = this.ids.get(value);
    if (known !== undefined) return known;
    if (this.ids.size === this.limit)
      throw new TooManyValues(`${this.what} has more than ${this.limit} different values`);
    this.ids.set(value, this.ids.size);
    return this.ids.size - 1;
  }
  get values(): string[] {
    return [...this.ids.keys()];
  }
}

class AttributeTally {
  private readonly groups: Names;
  private readonly cells: Float64Array[] = [];
  constructor(readonly name: string) {
    this.groups = new Names(`"${name}"`, maxGroups);
  }
  add(value: string, cell: number, weight: number): number {
    const group = this.groups.id(value);
    const cells = (this.cells[group] ??= new Float64Array(maxOutcomes * maxOutcomes));
    cells[cell] = (cells[cell] ?? 0) + weight;
    return group;
  }
  result(predictions: readonly string[], labels: readonly string[] | null): AttributeCells {
    const groups = this.groups.values.map((value, group) => ({
      value,
      cells: (labels ?? [null]).flatMap((label, l) =>
        predictions.flatMap((prediction, p) => {
          const weight = this.cells[group]?.[l * maxOutcomes + p] ?? 0;
          return weight > 0 ? [{ prediction, label, weight }] : [];
        }),
      ),
    }));
    return { name: this.name, groups: groups.sort((a, b) => (a.value < b.value ? -1 : 1)) };
  }
}

/** Counts rows in one pass. An empty group value is a group of its own, called "(empty)". */
export class Tally {
  private rows = 0;
  private readonly predictions = new Names('the prediction', maxOutcomes);
  private readonly labels: Names | null;
  private readonly attributes: readonly AttributeTally[];
  private readonly crossed: AttributeTally | null;
  constructor({
    attributes,
    hasLabel,
  }: {
    readonly attributes: readonly string[];
    readonly hasLabel: boolean;
  }) {
    this.attributes = attributes.map((name) => new AttributeTally(name));
    this.crossed = attributes.length > 1 ? new AttributeTally(attributes.join(crossing)) : null;
    this.labels = hasLabel ? new Names('the label', maxOutcomes) : null;
  }

  /** One row: a group value per attribute, its prediction and, with a label column, its label. */
  add(groups: readonly string[], prediction: string, label: string | null, weight = 1): void {
    this.rows++;
    const row = this.labels ? this.labels.id(label ?? '') : 0;
    const cell = row * maxOutcomes + this.predictions.id(prediction);
    for (const [index, attribute] of this.attributes.entries())
      attribute.add(groups[index] || '(empty)', cell, weight);
    if (this.crossed)
      this.crossed.add(groups.map((group) => group || '(empty)').join(crossing), cell, weight);
  }

  result(): Tallied {
    const [predictions, labels] = [this.predictions.values, this.labels?.values ?? null];
    return {
      rows: this.rows,
      predictions,
      labels,
      attributes: this.attributes.map((one) => one.result(predictions, labels)),
      intersections: this.crossed ? [this.crossed.result(predictions, labels)] : [],
    };
  }
}
