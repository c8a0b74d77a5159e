import {
  Bot,
  Boxes,
  ChartLine,
  Database,
  FileBadge,
  Flag,
  FolderCheck,
  Gavel,
  Handshake,
  Inbox,
  LayoutDashboard,
  Grid3x3,
  ListChecks,
  MessageSquareText,
  Package,
  Ruler,
  Scale,
  ScrollText,
  Settings,
  ShieldCheck,
  Signature,
  Siren,
  FileText,
  UserRoundCheck,
} from 'lucide-react';
import { paths } from '@/app/_lib/paths';
import type { NavGroup } from './nav';

export interface NavBadges {
  readonly inbox?: number;
  readonly signoffs?: number;
}

/** Every page of the sidebar in its order. A page a person may not open at all is left out by `hidden`. */
export function portalNav(badges: NavBadges = {}, hidden: ReadonlySet<string> = new Set()): NavGroup[] {
  const groups: NavGroup[] = [
    {
      group: null,
      items: [
        { href: paths.overview(), label: 'Overview', icon: <LayoutDashboard /> },
        { href: paths.inbox(), label: 'Inbox', icon: <Inbox />, badge: badges.inbox },
      ],
    },
    {
      group: 'Registry',
      items: [
        { href: paths.systems(), label: 'Systems', icon: <Boxes /> },
        { href: paths.models(), label: 'Models', icon: <Bot /> },
        { href: paths.prompts(), label: 'Prompts', icon: <MessageSquareText /> },
        { href: paths.datasets(), label: 'Datasets', icon: <Database /> },
        { href: paths.vendors(), label: 'Vendors', icon: <Handshake /> },
      ],
    },
    {
      group: 'Assurance',
      items: [
        { href: paths.evaluations(), label: 'Evaluations', icon: <ChartLine /> },
        { href: paths.evaluators(), label: 'Evaluators', icon: <Ruler /> },
        { href: paths.judges(), label: 'Judges', icon: <Gavel /> },
        { href: paths.reviews(), label: 'Reviews', icon: <UserRoundCheck /> },
        { href: paths.bias(), label: 'Bias', icon: <Scale /> },
        { href: paths.findings(), label: 'Findings', icon: <Flag /> },
        { href: paths.incidents(), label: 'Incidents', icon: <Siren /> },
      ],
    },
    {
      group: 'Compliance',
      items: [
        { href: paths.frameworks(), label: 'Frameworks', icon: <FileBadge /> },
        { href: paths.checklists(), label: 'Checklists', icon: <ListChecks /> },
        { href: paths.evidenceList(), label: 'Evidence', icon: <FolderCheck /> },
        { href: paths.coverage(), label: 'Coverage', icon: <Grid3x3 /> },
      ],
    },
    {
      group: 'Release',
      items: [
        { href: paths.releases(), label: 'Releases', icon: <Package /> },
        { href: paths.gates(), label: 'Gates', icon: <ShieldCheck /> },
        { href: paths.signoffs(), label: 'Sign-offs', icon: <Signature />, badge: badges.signoffs },
      ],
    },
    {
      group: 'Audit',
      items: [
        { href: paths.audit(), label: 'Trail', icon: <ScrollText /> },
        { href: paths.reports(), label: 'Reports', icon: <FileText /> },
      ],
    },
    { group: null, items: [{ href: paths.settings(), label: 'Settings', icon: <Settings /> }] },
  ];
  return groups
    .map(({ group, items }) => ({ group, items: items.filter(({ href }) => !hidden.has(href)) }))
    .filter(({ items }) => items.length > 0);
}
