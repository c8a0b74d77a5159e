import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { SystemForm } from './system-form';

export const metadata = { title: 'New system' };

export default function NewSystemPage() {
  return (
    <Page
      title="New system"
      breadcrumb={[{ label: 'Systems', href: paths.systems() }]}
      description="An AI system is what people meet: a purpose, an owner, and the models and prompts that serve it. You own the one you create."
    >
      <SystemForm />
    </Page>
  );
}
