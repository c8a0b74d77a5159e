import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { PersonName } from '@/app/_lib/person-name';
import { Time } from '@/app/_ui/time';
import { Progress } from '@/app/_ui/progress';
import { Section } from '@/app/_ui/section';
import { api } from '@/server/trpc/caller';
import { ConfirmFacts } from './confirm-facts';
import { Classification, DerivedFacts } from './classification';
import { doubtfulRows } from './doubtful-rows';
import { FactsForm } from './facts-form';
import { ToConfirm } from './to-confirm';

export const metadata = { title: 'Facts' };

type Facts = Awaited<ReturnType<Awaited<ReturnType<typeof api>>['checklists']['facts']>>;
type Question = Facts['questionnaire']['sections'][number]['questions'][number];

export default async function FactsPage({ params }: PageProps<'/systems/[systemId]/facts'>) {
  const { systemId } = await params;
  const facts = await orNotFound((await api()).checklists.facts({ systemId }));
  const reason = await mayNot('answer', 'Facts', facts);
  const { sections, progress } = facts.questionnaire;
  const doubtful = doubtfulRows(facts);
  return (
    <Page
      title={`Facts of ${facts.name}`}
      breadcrumb={[
        { label: 'Systems', href: paths.systems() },
        { label: facts.name, href: paths.system(systemId) },
      ]}
      description="The answers decide which controls apply. A question that nobody has answered keeps its controls undetermined, and those block a release like open ones."
      meta={[
        facts.confirmation ? (
          <span key="confirmed">
            Confirmed by <PersonName id={facts.confirmation.byPerson} />{' '}
            <Time value={facts.confirmation.at} style="relative" />
            {facts.confirmation.isCurrent ? '' : ', answers changed since'}
          </span>
        ) : (
          'Never confirmed'
        ),
      ]}
      actions={
        <>
          <HistoryDrawer entity={`system/${systemId}`} orgId={facts.orgId} />
          <ConfirmFacts
            systemId={systemId}
            reason={progress.answered === 0 ? 'No question is answered yet' : reason}
          />
        </>
      }
    >
      {doubtful.length > 0 && (
        <Section
          id="to-confirm"
          title="To be confirmed"
          description="Something changed after these answers were given. They count until the day shown; after it they count as not answered. Confirming voids no approval, a changed answer does."
        >
          <ToConfirm systemId={systemId} rows={doubtful} reason={reason} />
        </Section>
      )}
      <Classification facts={facts} />
      <div
        data-no-print
        className="sticky top-0 z-20 -mx-2 flex flex-col gap-2 border-b bg-surface px-2 py-3 xl:top-12"
      >
        <Progress
          label="Questions answered"
          value={progress.answered / progress.total}
          text={`${progress.answered} of ${progress.total}; ${progress.needed} still change something`}
        />
        <nav aria-label="Sections" className="flex flex-wrap gap-x-4 gap-y-1">
          {doubtful.length > 0 && (
            <a href="#to-confirm" className="text-warning hover:underline">
              To be confirmed <span className="tabular-nums">{doubtful.length}</span>
            </a>
          )}
          {sections.map(({ title, progress: own }, index) => (
            <a key={title} href={`#section-${index}`} className="text-accent hover:underline">
              {title}{' '}
              <span className="text-muted tabular-nums">
                {own.answered}/{own.total}
              </span>
            </a>
          ))}
          <a href="#follows" className="text-accent hover:underline">
            What follows
          </a>
        </nav>
      </div>
      {sections.map(({ title, questions, progress: own }, index) => (
        <Section
          key={title}
          id={`section-${index}`}
          title={title}
          frame="card"
          description={`${own.answered} of ${own.total} answered; ${own.needed} needed`}
        >
          <FactsForm
            systemId={systemId}
            title={title}
            reason={reason}
            questions={questions.map((question) => asAsked(question, facts))}
          />
        </Section>
      ))}
      <Section id="follows" title="What follows from the answers" frame="flush">
        <DerivedFacts facts={facts} />
      </Section>
    </Page>
  );
}

function asAsked(question: Question, { answers, toConfirm }: Facts) {
  const { id, type, options, question: words, helps_decide: helps, neededBy, neededFor } = question;
  const controls = neededBy.reduce((sum, { controlIds }) => sum + controlIds.length, 0);
  const names = { ai_act_class: 'the AI Act class', hipaa_status: 'the HIPAA status' };
  const waits = [
    ...(controls > 0 ? [`${controls} ${controls === 1 ? 'control' : 'controls'}`] : []),
    ...neededFor.map((name) => names[name]),
  ];
  const waiting = waits.length === 0 ? null : `awaited by ${waits.join(' and ')}`;
  const answer = answers[id] ?? null;
  const isDoubtful = toConfirm.some(({ fact }) => fact === id);
  return { id, type, options, question: words, helps, waiting, answer, isDoubtful };
}
