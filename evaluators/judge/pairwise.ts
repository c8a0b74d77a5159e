import { z } from 'zod';
import {
  errored,
  evaluator,
  type Figure,
  inconclusive,
  type Item,
  type Sample,
  unitRange,
} from '../contract';
import { place, valueAt } from '../places';
import { mcnemarExact } from '../stats/tests';
import { JudgeTarget } from './rubric';
import { answerForm, askStructured, noVerdict, quotedData } from './structured';

const form = '{"reason": "<one or two sentences>", "verdict": "first" or "second" or "tie"}';
const Answer = z.strictObject({ reason: z.string().max(4000), verdict: z.enum(['first', 'second', 'tie']) });
type Position = z.output<typeof Answer>['verdict'];

/** Which of two answers is better: A the one that is judged, B the one it is held against. */
export type Preference = 'A' | 'B' | 'tie';

/** The judge's prompt for one order of the two answers. */
export const pairwisePrompt = (
  criteria: string,
  { input, context }: Pick<Sample, 'input' | 'context'>,
  first: string,
  second: string,
): string =>
  [
    'You compare two answers to the same question by one criterion. Their order and their length mean nothing.',
    'Say "tie" when neither is better.',
    '',
    `CRITERION: ${JSON.stringify(criteria)}`,
    '',
    ...quotedData({ question: input, context, 'first answer': first, 'second answer': second }),
    '',
    answerForm(form),
  ].join('\n');

/** @param shown verdict when A stands first @param swapped verdict when B stands first */
export function preferenceOf(shown: Position, swapped: Position): Preference {
  const inOrder = ({ first: 'A', second: 'B', tie: 'tie' } as const)[shown];
  const reversed = ({ first: 'B', second: 'A', tie: 'tie' } as const)[swapped];
  return inOrder === reversed ? inOrder : 'tie';
}

/** What the order of the answers did to the verdicts. */
export interface PositionBias {
  readonly n: number;
  /** Cases whose two verdicts contradict each other; they count as ties. */
  readonly inconsistent: number;
  /** Whichever answer stood first won both times. */
  readonly firstTwice: number;
  readonly secondTwice: number;
  /** Exact sign test of firstTwice against secondTwice; null when there is neither. */
  readonly p: number | null;
}

export interface Battle {
  readonly A: number;
  readonly B: number;
  readonly tie: number;
  /** (A + tie / 2) / n; null without a case */
  readonly winRate: number | null;
  readonly position: PositionBias;
}

/** Counts of cases [shown, swapped]; order never matters. */
export function battleOf(items: readonly Item[]): Battle {
  const pairs = items.map(([shown, swapped]) => [shown, swapped] as readonly Position[]);
  const count = (test: (shown: Position, swapped: Position) => boolean) =>
    pairs.filter(([shown = 'tie', swapped = 'tie']) => test(shown, swapped)).length;
  const won = (who: Preference) => count((shown, swapped) => preferenceOf(shown, swapped) === who);
  const [A, B, tie] = [won('A'), won('B'), won('tie')];
  const [firstTwice, secondTwice] = (['first', 'second'] as const).map((which) =>
    count((shown, swapped) => shown === which && swapped === which),
  ) as [number, number];
  const agreedTies = count((shown, swapped) => shown === 'tie' && swapped === 'tie');
  const position = {
    n: pairs.length,
    inconsistent: tie - agreedTies,
    firstTwice,
    secondTwice,
    p: firstTwice + secondTwice === 0 ? null : mcnemarExact(firstTwice, secondTwice),
  };
  return { A, B, tie, winRate: pairs.length === 0 ? null : (A + tie / 2) / pairs.length, position };
}

function battleFigure(items: readonly Item[]): Figure {
  const { A, B, tie, winRate, position } = battleOf(items);
  const table = {
    columns: ['what', 'cases'],
    rows: [
      ['won', A],
      ['tied', tie],
      ['lost', B],
      ['contradicted when swapped (counted as tied)', position.inconsistent],
      ['whichever stood first won twice', position.firstTwice],
      ['whichever stood second won twice', position.secondTwice],
    ],
  } as const;
  return winRate === null
    ? { value: null, reason: 'no case was compared', table }
    : { value: winRate, table };
}

export const pairwise = evaluator({
  id: 'judge.pairwise',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: true },
  docs: {
    summary: 'A model says which of two answers is better, asked in both orders; a contradiction is a tie.',
    formula:
      '(won + tied / 2) / cases; the table shows contradictions and which position won them; each verdict as ' +
      'one JSON object, one repair attempt each, then the case is errored',
    source: 'Zheng et al. 2023 (MT-Bench, swapped positions); own prompt',
    example: {
      criteria: 'Which answer helps a worried patient more?',
      judge: { baseUrl: 'https://api.openai.com/v1', model: 'gpt-4o-mini' },
    },
  },
  params: z.strictObject({
    criteria: z.string().min(1).max(20_000).describe('what makes an answer better'),
    against: place('expected', 'the other answer'),
    judge: JudgeTarget.optional().describe('the model that judges'),
  }),
  kind: () => 'figure',
  score: async (sample, { criteria, against }, { judge }) => {
    if (!judge) return errored('no judge is connected');
    const other = valueAt(sample, against);
    if (typeof other !== 'string' || other.trim() === '')
      return inconclusive(`the case has no other answer at ${against}`);
    if (sample.output.trim() === '') return inconclusive('the answer is empty: there is nothing to compare');
    const ask = (first: string, second: string) =>
      askStructured(judge, pairwisePrompt(criteria, sample, first, second), Answer, form);
    const shown = await ask(sample.output, other);
    const swapped = shown && (await ask(other, sample.output));
    if (!shown || !swapped) return errored(noVerdict);
    const preference = preferenceOf(shown.verdict, swapped.verdict);
    return {
      state: 'scored',
      value: { A: 1, tie: 0.5, B: 0 }[preference],
      detail: `${preference === 'tie' && shown.verdict !== 'tie' ? 'contradiction, so a tie' : preference}. Shown first: ${shown.reason} Swapped: ${swapped.reason}`,
      item: [shown.verdict, swapped.verdict],
    };
  },
  figure: battleFigure,
});
