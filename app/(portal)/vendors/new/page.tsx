import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { VendorForm } from './vendor-form';

export const metadata = { title: 'Register vendor' };

export default function NewVendorPage() {
  return (
    <Page
      title="Register vendor"
      breadcrumb={[{ label: 'Vendors', href: paths.vendors() }]}
      description="A third party that receives data or supplies a model. Its papers are given once and serve every system that uses it."
    >
      <VendorForm />
    </Page>
  );
}
