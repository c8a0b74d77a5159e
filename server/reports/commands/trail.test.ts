import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { createSystem } from '@/server/systems/commands';
import { exportTrail } from './trail';

describe('the filtered trail as a file', () => {
  it('holds what the filters match, guards formulas, and is recorded', async () => {
    const org = world();
    const engineer = org.as('ml_engineer');
    const auditor = org.as('auditor');
    const made = { purpose: 'Sorts patients', stage: 'development' } as const;
    const { id } = await createSystem(engineer, { ...made, name: '=cmd' });
    await createSystem(engineer, { ...made, name: 'second' });
    const table = await exportTrail('csv')(auditor, { entity: `system/${id}` });
    const lines = (await text(table.body)).split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(",'=cmd,create,success");
    const { body } = await exportTrail('jsonl')(auditor, { type: 'system.' });
    const events = (await text(body)).trimEnd().split('\n');
    const stored = (await org.events()).filter(({ type }) => type === 'system.created');
    expect(events.map((line) => JSON.parse(line) as unknown)).toEqual(stored.reverse());
    expect((await org.trail()).slice(-2)).toEqual(['trail.exported', 'trail.exported']);
  });

  it('is for those who may read the trail', async () => {
    const org = world();
    await expect(exportTrail('csv')(org.as('viewer'), {})).rejects.toMatchObject({ code: 'not_found' });
  });
});
