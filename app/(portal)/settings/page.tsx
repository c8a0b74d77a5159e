import { Building2, KeyRound, LockKeyhole, Users, Waypoints } from 'lucide-react';
import Link from 'next/link';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';

export const metadata = { title: 'Settings' };

const parts = [
  {
    href: paths.people(),
    icon: <Users />,
    title: 'People and roles',
    text: 'Who belongs to the organisation, what each may do, and what waits for approval.',
  },
  {
    href: paths.tokens(),
    icon: <Waypoints />,
    title: 'API tokens',
    text: 'For pipelines and scripts: limited in scope, systems and time.',
  },
  {
    href: paths.signInSettings(),
    icon: <LockKeyhole />,
    title: 'Sign-in',
    text: 'Your password, and the identity provider of the organisation.',
  },
  {
    href: paths.organisation(),
    icon: <Building2 />,
    title: 'Organisation',
    text: 'What it is called, and how a demonstration is removed.',
  },
  {
    href: paths.keys(),
    icon: <KeyRound />,
    title: 'Keys',
    text: 'Public keys of gate, sign-offs, exports and log, for whoever checks them elsewhere.',
  },
];

export default function SettingsPage() {
  return (
    <Page title="Settings">
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {parts.map(({ href, icon, title, text }) => (
          <li key={href}>
            <Link
              href={href}
              className="flex h-full gap-3 rounded-lg border bg-raised p-4 shadow-card hover:bg-hover"
            >
              <span aria-hidden className="mt-0.5 text-muted [&>svg]:size-4">
                {icon}
              </span>
              <span className="flex flex-col gap-0.5">
                <span className="font-medium">{title}</span>
                <span className="text-pretty text-muted">{text}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
