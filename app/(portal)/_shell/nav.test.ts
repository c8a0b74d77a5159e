import { describe, expect, it } from 'vitest';
import { activeHref, type NavGroup } from './nav';

const item = (href: string) => ({ href, label: href, icon: null });
const nav: NavGroup[] = [
  { group: null, items: [item('/'), item('/inbox')] },
  { group: 'Audit', items: [item('/audit'), item('/audit/reports')] },
];

describe('the active page', () => {
  it.each([
    ['/', '/'],
    ['/inbox', '/inbox'],
    ['/audit/evt_1', '/audit'],
    ['/audit/reports/1', '/audit/reports'],
    ['/auditors', undefined],
    ['/nowhere', undefined],
  ])('%s belongs to %s', (pathname, href) => expect(activeHref(nav, pathname)).toBe(href));
});
