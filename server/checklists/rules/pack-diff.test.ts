import { describe, expect, it } from 'vitest';
import { controlsOf, frameworks } from '@/policies/frameworks/catalog';
import type { Control } from '@/policies/frameworks/contract';
import { askedBy, controlParts } from './control-parts';
import { packDiff } from './pack-diff';
import { compareVersions } from './pack-version';

const gdpr = controlsOf('gdpr');
const [first] = gdpr;
if (!first) throw new Error('the GDPR pack is empty');
const changed = (change: Partial<Control>) => packDiff(gdpr, [{ ...first, ...change }, ...gdpr.slice(1)]);

describe('the difference between two versions of a pack', () => {
  it('is nothing for the same controls, whatever their order', () => {
    expect(packDiff(gdpr, gdpr.toReversed())).toEqual({
      added: [],
      removed: [],
      changed: [],
      unchanged: gdpr.length,
    });
  });

  it('names what was added, removed and changed, with both texts', () => {
    const next = { ...first, id: 'gdpr-new', title: 'New' };
    expect(packDiff(gdpr, [...gdpr.slice(1), next])).toMatchObject({
      added: [{ controlId: 'gdpr-new', title: 'New' }],
      removed: [{ controlId: first.id }],
      unchanged: gdpr.length - 1,
    });
    expect(changed({ title: 'Another', requirement: 'Do more.' }).changed).toEqual([
      {
        controlId: first.id,
        title: 'Another',
        isCarried: false,
        parts: [
          { part: 'title', isAsked: false, before: [first.title], after: ['Another'] },
          { part: 'requirement', isAsked: true, before: [first.requirement], after: ['Do more.'] },
        ],
      },
    ]);
  });

  it('carries decisions over changes of everything but what is asked', () => {
    const isCarried = (change: Partial<Control>) => changed(change).changed.map((one) => one.isCarried);
    expect(isCarried({ applicability: 'phi', severity: 'non_blocking', review_days: 7 })).toEqual([true]);
    expect(isCarried({ owner_role: 'legal', required_signoffs: ['dpo'], note: 'x' })).toEqual([true]);
    expect(isCarried({ scope: 'vendor' })).toEqual([false]);
    expect(isCarried({ evidence_required: [] })).toEqual([false]);
    expect(isCarried({ citations: ['Art. 99'] })).toEqual([false]);
    const use = { check: 'portal.mfa', params: { within: 3 } };
    expect(isCarried({ automation: { ...first.automation, checks: [use] } })).toEqual([false]);
  });

  it('does not depend on the order in which parameters were written', () => {
    const checks = (params: Record<string, unknown>) => ({
      ...first,
      automation: { ...first.automation, checks: [{ check: 'portal.mfa', params }] },
    });
    expect(
      packDiff([checks({ a: 1, b: { c: 2, d: 3 } })], [checks({ b: { d: 3, c: 2 }, a: 1 })]),
    ).toMatchObject({ unchanged: 1 });
  });

  it('looks at every part that a control has', () => {
    const shown = new Set<string>();
    const watched = (control: Control): Control =>
      new Proxy(control, { get: (from, name) => (shown.add(String(name)), Reflect.get(from, name)) });
    for (const { of } of controlParts) of(watched(first));
    const notCompared = ['id', 'framework'];
    expect(Object.keys(first).filter((name) => !shown.has(name))).toEqual(notCompared);
    expect(Object.keys(askedBy(first))).toContain('requirement');
  });
});

describe('the order of versions', () => {
  it.each([
    ['1', '2'],
    ['2', '10'],
    ['1.9', '1.10'],
    ['2026-06', '2026-09-21'],
    ['1.0', '1.0.1'],
    ['1.0-rc1', '1.0'],
    ['v1', 'v2'],
    ['1.0-alpha', '1.0-beta'],
  ])('%s is earlier than %s', (earlier, later) => {
    expect(compareVersions(earlier, later)).toBeLessThan(0);
    expect(compareVersions(later, earlier)).toBeGreaterThan(0);
    expect(compareVersions(later, later)).toBe(0);
  });

  it('holds between the versions of the shipped packs', () => {
    expect(frameworks.length).toBe(7);
    expect(compareVersions('2026-08-05', '2026-11-01')).toBeLessThan(0);
  });
});
