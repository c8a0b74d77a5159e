import { Copy } from 'lucide-react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { copyFramework } from '../drafts/actions';

interface CopyFrameworkProps {
  readonly framework: { readonly id: string; readonly title: string; readonly controls: number };
  readonly reason: string | null;
}

/** Begins a draft of a framework of one's own with everything that this one asks. */
export function CopyFramework({ framework: { id, title, controls }, reason }: CopyFrameworkProps) {
  return (
    <ActionDialog
      label="Copy as your own framework"
      icon={<Copy aria-hidden />}
      title={`Copy ${title}`}
      description={`All ${controls} controls of the version in use, with their checks and parameters, evidence and relations, become a draft that you edit and publish. The copy does not follow later versions of the original; switch the original off where yours takes its place.`}
      reason={reason}
      action={copyFramework}
      hidden={{ of: id }}
      fields={[
        {
          kind: 'line',
          name: 'framework',
          label: 'Id of your framework',
          hint: 'Lower-case letters, digits and dashes; it is never changed later',
          required: true,
          maxLength: 60,
          value: `our-${id}`.slice(0, 60),
        },
        {
          kind: 'line',
          name: 'idPrefix',
          label: 'Prefix of its controls',
          hint: 'Put before the id of every control, which belongs to one framework alone',
          required: true,
          maxLength: 30,
          value: 'our-',
        },
        {
          kind: 'line',
          name: 'title',
          label: 'Title',
          required: true,
          maxLength: 200,
          value: `${title} (ours)`,
        },
      ]}
      submit="Begin the draft"
    />
  );
}
