import type { FormState } from '@/app/_lib/form';
import { words } from '@/app/_ui/status-chip';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { vendorRoles } from '@/server/registry/schema/vendors';

export interface ToldVendor {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly country: string;
  readonly services: string;
  readonly contact: string;
  readonly contract: string;
}
type Named = 'country' | 'services' | 'contact' | 'contract';

/** What is told about a vendor, when it is registered and later. */
export function VendorFields({ state, vendor }: { state: FormState; vendor?: ToldVendor }) {
  const field = (name: Named) => ({
    name,
    defaultValue: state.values?.[name] ?? vendor?.[name] ?? '',
    error: state.fields?.[name],
  });
  const wrong = state.fields?.['roles'];
  return (
    <>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">Roles</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1.5">
          {vendorRoles.map((role) => (
            <label key={role} className="flex items-start gap-2">
              <input
                type="checkbox"
                name="roles[]"
                value={role}
                defaultChecked={vendor?.roles.includes(role)}
                className="mt-0.5"
              />
              {words(role)}
            </label>
          ))}
        </div>
        {wrong && <p className="text-xs text-negative">{wrong.join('; ')}</p>}
      </fieldset>
      <TextInput
        label="Country"
        required
        mono
        maxLength={2}
        placeholder="DE"
        hint="Where it handles the data, as two capital letters. Outside the EEA a transfer instrument is asked of it."
        {...field('country')}
      />
      <TextArea label="What it does for you" rows={3} maxLength={2000} {...field('services')} />
      <TextInput
        label="Contact"
        maxLength={500}
        hint="A function is better than a name; the trail keeps only that it changed"
        {...field('contact')}
      />
      <TextInput
        label="Contract"
        maxLength={500}
        hint="Its number or place. The documents themselves are evidence of the vendor."
        {...field('contract')}
      />
    </>
  );
}
