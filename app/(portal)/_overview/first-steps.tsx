import { paths } from '@/app/_lib/paths';
import { Section } from '@/app/_ui/section';
import { type Step, Stepper } from '@/app/_ui/stepper';
import { api } from '@/server/trpc/caller';

/** The main job, as far as this organisation has come: the first thing not done is the one to do now. */
export async function FirstSteps() {
  const caller = await api();
  const [systems, models, prompts, runs, studies, counts, signoffs, decisions] = await Promise.all([
    caller.systems.list({ limit: 1 }),
    caller.models.list({ limit: 1 }),
    caller.prompts.list({ limit: 1 }),
    caller.runs.count({}),
    caller.bias.count({}),
    caller.releases.counts({}),
    caller.signoff.list({ limit: 1 }),
    caller.gates.decisions({ limit: 1 }),
  ]);
  const has = (page: { items: readonly unknown[] }) => page.items.length > 0;
  const inState = (...states: string[]) =>
    counts.some(({ state, count }) => states.includes(state) && count > 0);
  const steps = [
    { label: 'Create a system', note: 'and answer its facts', done: has(systems), href: paths.newSystem() },
    {
      label: 'Register what it runs',
      note: 'model and prompt versions',
      done: has(models) && has(prompts),
      href: has(models) ? paths.newPrompt() : paths.newModel(),
    },
    {
      label: 'Evaluate',
      note: 'a suite or a bias study',
      done: judged(runs) + judged(studies) > 0,
      href: paths.evaluations(),
    },
    {
      label: 'Freeze a release',
      note: 'and submit it',
      done: inState('submitted'),
      href: inState('draft', 'frozen') ? paths.releases() : paths.newRelease(),
    },
    { label: 'Sign', note: 'someone else than its authors', done: has(signoffs), href: paths.inbox() },
    { label: 'Ask the gate', note: 'from your pipeline', done: has(decisions), href: paths.gates() },
  ];
  const now = steps.findIndex(({ done }) => !done);
  return (
    <Section
      title="From a model to a release that may deploy"
      description="Six steps; each opens the page where it is done."
      frame="card"
    >
      <Stepper
        label="The main job"
        steps={steps.map(({ done, ...step }, i): Step => ({
          ...step,
          state: done ? 'done' : i === now ? 'current' : 'upcoming',
        }))}
      />
    </Section>
  );
}

const judged = (counts: { passed: number; failed: number; undecided: number }): number =>
  counts.passed + counts.failed + counts.undecided;
