import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { PromptForm } from './prompt-form';

export const metadata = { title: 'New prompt' };

export default function NewPromptPage() {
  return (
    <Page
      title="New prompt"
      breadcrumb={[{ label: 'Prompts', href: paths.prompts() }]}
      description="What you write becomes version 1. A version never changes; any other wording is another version with another digest."
    >
      <PromptForm />
    </Page>
  );
}
