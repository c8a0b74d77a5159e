import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { createRelease } from '@/server/releases/commands';
import { createSystem } from '@/server/systems/commands';
import { listReleases } from './releases';

async function releasesOf(...versions: readonly string[]) {
  const org = world();
  const author = org.as('ml_engineer');
  const system = await createSystem(
    author,
    createSystem.input.parse({ name: 'triage', purpose: 'Sorts notes' }),
  );
  for (const version of versions)
    await createRelease(
      author,
      createRelease.input.parse({ systemId: system.id, version, summary: 'What changed' }),
    );
  const found = async (search: string) =>
    (await listReleases(author, { search, limit: 50 })).items.map(({ version }) => version);
  return { org, author, found };
}

describe('the list of releases', () => {
  it('finds a part of a version whatever its case, and takes no character for a wildcard', async () => {
    const { found } = await releasesOf('1.0.0', '1.1.0-RC1', '1_1', '2.0');
    expect(await found('rc')).toEqual(['1.1.0-RC1']);
    expect(await found('-RC1')).toEqual(['1.1.0-RC1']);
    expect(await found('1_1')).toEqual(['1_1']);
    expect(await found('%')).toEqual([]);
    expect(await found('\\')).toEqual([]);
    expect(await found('É')).toEqual([]);
    expect((await found('.0')).toSorted()).toEqual(['1.0.0', '1.1.0-RC1', '2.0']);
  });

  it('pages through the hits of a search, newest first, each once', async () => {
    const { author } = await releasesOf('1.0', 'other', '1.1', '1.2');
    const first = await listReleases(author, { search: '1.', limit: 2 });
    expect(first.items.map(({ version }) => version)).toEqual(['1.2', '1.1']);
    const rest = await listReleases(author, { search: '1.', limit: 2, cursor: first.nextCursor ?? '' });
    expect(rest.items.map(({ version }) => version)).toEqual(['1.0']);
    expect(rest.nextCursor).toBeNull();
  });

  it('shows nothing of another organisation', async () => {
    await releasesOf('9.9');
    const { found } = await releasesOf('1.0');
    expect(await found('9.9')).toEqual([]);
  });
});
