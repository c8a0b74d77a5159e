import { Chip } from '@/app/_ui/chip';
import { words } from '@/app/_ui/status-chip';
import type { Person } from '@/server/identity/schema';

export const stateTones = { active: 'positive', invited: 'info', disabled: 'negative' } as const;

export const stateOf = ({ disabledAt, hasAccount }: Person): keyof typeof stateTones =>
  disabledAt ? 'disabled' : hasAccount ? 'active' : 'invited';

/** One chip per role; those that hold on some systems only say on how many. */
export function RoleChips({ grants }: Pick<Person, 'grants'>) {
  const roles = [...new Set(grants.map(({ role }) => role))];
  if (roles.length === 0) return <span className="text-faint">None</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {roles.map((role) => {
        const held = grants.filter((grant) => grant.role === role);
        const isWide = held.some(({ systemId }) => systemId === null);
        const limit = held.length === 1 ? 'one system' : `${held.length} systems`;
        return (
          <Chip key={role} tone={role === 'administrator' ? 'accent' : 'neutral'}>
            {words(role)}
            {isWide ? '' : ` · ${limit}`}
          </Chip>
        );
      })}
    </span>
  );
}
