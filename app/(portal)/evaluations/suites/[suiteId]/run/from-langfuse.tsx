import { NoLangfuseKeys } from '@/app/_lib/langfuse-fields';
import { Section } from '@/app/_ui/section';
import { langfuseFileBytes } from '@/server/registry/schema/datasets';
import type { RunChoices } from './choices';
import { LangfuseForm } from './langfuse-form';
import { RecordedForm } from './recorded-form';

/** Both ways to judge answers that Langfuse keeps. */
export const FromLangfuse = (choices: RunChoices) => (
  <>
    <Section
      title="Over the network"
      description="The answers of a dataset run, or of traces, are judged as recorded outputs. Model, tokens, cost and latency are taken over where Langfuse has them."
    >
      {choices.keys.length === 0 && <NoLangfuseKeys />}
      <LangfuseForm {...choices} />
    </Section>
    <Section title="From an exported file">
      <RecordedForm {...choices} maxBytes={langfuseFileBytes} from="langfuse" />
    </Section>
  </>
);
