import { LogOut } from 'lucide-react';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { paths } from '@/app/_lib/paths';
import { Banner } from '@/app/_ui/banner';
import { Button } from '@/app/_ui/button';
import { words } from '@/app/_ui/status-chip';
import { api, viewer, type Viewer } from '@/server/trpc/caller';
import { portalNav } from './_shell/portal-nav';
import { PortalShell } from './_shell/portal-shell';
import { signOut } from './actions';

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const reader = await viewer();
  if (!reader) redirect(paths.signIn());
  const { name, email, organisation, grants } = reader;
  const inbox = await (await api()).signoff.inboxCount({});
  const roles = [...new Set(grants.map(({ role }) => words(role)))];
  return (
    <PortalShell
      nav={portalNav({ inbox })}
      organisation={organisation.name}
      person={{ name, email, roles }}
      signOut={
        <form action={signOut}>
          <Button type="submit" icon={<LogOut />} className="w-full">
            Sign out
          </Button>
        </form>
      }
      banners={<Banners reader={reader} />}
    >
      {children}
    </PortalShell>
  );
}

function Banners({ reader: { organisation, assurance } }: { reader: Viewer }) {
  return (
    <>
      {organisation.demonstration && (
        <Banner tone="accent">
          A demonstration organisation: its people are invented, what they did here was really computed.
        </Banner>
      )}
      {assurance === 'embedded' && (
        <Banner tone="warning">
          Single node: the database runs inside this server. Production uses PostgreSQL (DATABASE_URL).
        </Banner>
      )}
    </>
  );
}
