import type { Task } from '../schema';

const dayMs = 86_400_000;
export type Level = '30' | '7' | '1' | 'late';
const before = [
  ['1', 1],
  ['7', 7],
  ['30', 30],
] as const;

/** How near the day of a task is: the narrowest of 1, 7 and 30 days, or past; null while it is farther off. */
export function levelOf(dueMs: number, nowMs: number): Level | null {
  if (dueMs <= nowMs) return 'late';
  return before.find(([, days]) => dueMs - nowMs <= days * dayMs)?.[0] ?? null;
}

export const keyOf = ({ kind, place, part, dueAt }: Task): string =>
  `${kind} ${place} ${part} ${dueAt.toISOString().slice(0, 10)}`;

export interface Reminder {
  readonly personId: string;
  readonly task: string;
  readonly level: Level | 'escalated';
  readonly kind: Task['kind'];
  readonly title: string;
  readonly place: string;
  readonly dueAt: Date;
}

/** One reminder for each task that is near; once its day has passed, one for each overseer beside its owner. */
export function remindersOf(tasks: readonly Task[], overseers: readonly string[], nowMs: number): Reminder[] {
  return tasks.flatMap((task): Reminder[] => {
    const level = levelOf(task.dueAt.getTime(), nowMs);
    if (level === null) return [];
    const { personId, kind, title, place, dueAt } = task;
    const about = { kind, title, place, dueAt, task: keyOf(task) };
    const others = level === 'late' ? overseers.filter((overseer) => overseer !== personId) : [];
    return [
      { ...about, personId, level },
      ...others.map((overseer) => ({ ...about, personId: overseer, level: 'escalated' as const })),
    ];
  });
}
