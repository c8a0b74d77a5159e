import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { ModelForm } from './model-form';

export const metadata = { title: 'Register model' };

export default function NewModelPage() {
  return (
    <Page
      title="Register model"
      breadcrumb={[{ label: 'Models', href: paths.models() }]}
      description="A model is a name for versions that never change. Its first version is the next step."
    >
      <ModelForm />
    </Page>
  );
}
