import type { Control, FactModel, Question } from '@/policies/frameworks/contract';
import { allowedWords } from './answers';
import { classified } from './derive';
import { unansweredIn, type FactBase } from './expression';

export interface Progress {
  readonly answered: number;
  readonly total: number;
  /** Unanswered questions that still change something. */
  readonly needed: number;
}

export interface QuestionState extends Question {
  /** The values it may take, in words. */
  readonly allowed: string;
  readonly isAnswered: boolean;
  /** The frameworks with an undetermined control that waits for it, in the order of the controls. */
  readonly neededBy: readonly { readonly frameworkId: string; readonly controlIds: readonly string[] }[];
  /** Whether the AI Act class or the HIPAA status waits for it. */
  readonly neededFor: readonly ('ai_act_class' | 'hipaa_status')[];
}

export interface Section {
  readonly title: string;
  readonly questions: readonly QuestionState[];
  readonly progress: Progress;
}

export interface Questionnaire {
  readonly sections: readonly Section[];
  readonly progress: Progress;
  /** Needed questions first by how much waits for them: what to ask next. Ids of facts. */
  readonly next: readonly string[];
}

/**
 * The questions in their sections, each with what still waits for its answer.
 * @param controls those of the frameworks that are in use
 */
export function questionnaire(model: FactModel, controls: readonly Control[], base: FactBase): Questionnaire {
  const waiting = controlsWaiting(controls, base);
  const classes = {
    ai_act_class: new Set(classified(model.aiActClass, base).unanswered),
    hipaa_status: new Set(classified(model.hipaaStatus, base).unanswered),
  };
  const states = [...model.questions]
    .sort((a, b) => a.n - b.n)
    .map((question): QuestionState => {
      const byFramework = waiting.get(question.id) ?? new Map<string, string[]>();
      return {
        ...question,
        allowed: allowedWords(question),
        isAnswered: base.answerOf(question.id) !== undefined,
        neededBy: [...byFramework].map(([frameworkId, controlIds]) => ({ frameworkId, controlIds })),
        neededFor: (['ai_act_class', 'hipaa_status'] as const).filter((name) =>
          classes[name].has(question.id),
        ),
      };
    });
  const titles = [...new Set(states.map(({ section }) => section))];
  const sections = titles.map((title) => {
    const questions = states.filter(({ section }) => section === title);
    return { title, questions, progress: progressOf(questions) };
  });
  return { sections, progress: progressOf(states), next: nextOf(states) };
}

const isNeeded = ({ neededBy, neededFor }: QuestionState) => neededBy.length > 0 || neededFor.length > 0;

function progressOf(questions: readonly QuestionState[]): Progress {
  return {
    answered: questions.filter(({ isAnswered }) => isAnswered).length,
    total: questions.length,
    needed: questions.filter(isNeeded).length,
  };
}

function nextOf(questions: readonly QuestionState[]): string[] {
  const weight = ({ neededBy, neededFor }: QuestionState) =>
    neededFor.length + neededBy.reduce((sum, { controlIds }) => sum + controlIds.length, 0);
  return questions
    .filter(isNeeded)
    .sort((a, b) => weight(b) - weight(a) || a.n - b.n)
    .map(({ id }) => id);
}

/** Fact id → framework id → the undetermined controls that wait for the fact. */
function controlsWaiting(controls: readonly Control[], base: FactBase): Map<string, Map<string, string[]>> {
  const waiting = new Map<string, Map<string, string[]>>();
  for (const { id, framework, applicability } of controls) {
    for (const fact of unansweredIn(applicability, base)) {
      const byFramework = waiting.get(fact) ?? new Map<string, string[]>();
      byFramework.set(framework, [...(byFramework.get(framework) ?? []), id]);
      waiting.set(fact, byFramework);
    }
  }
  return waiting;
}
