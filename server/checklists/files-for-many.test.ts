import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { createSystem } from '@/server/systems/commands';
import { addEvidenceFiles } from './commands/add-evidence-list';
import { type IncomingPart, receiveEvidenceFiles } from './commands/receive-evidence-files';
import { listEvidence } from './queries/evidence';

const pdf = Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n<<>>\nendobj\n');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

async function* one(bytes: Uint8Array) {
  yield bytes;
}
const field = (mapping: unknown): IncomingPart => ({
  name: 'mapping',
  fileName: null,
  mediaType: null,
  bytes: one(Buffer.from(JSON.stringify(mapping))),
});
const file = (
  fileName: string,
  bytes: AsyncIterable<Uint8Array> = one(pdf),
  mediaType = 'application/pdf',
) => ({
  ...{ name: 'files', fileName, mediaType, bytes },
});
async function* form(...parts: IncomingPart[]) {
  yield* parts;
}

async function clinic() {
  const org = world();
  const { id } = await createSystem(org.as('ml_engineer'), {
    name: 'triage',
    purpose: 'Sorts',
    stage: 'in_use',
  });
  const binding = { kind: 'system' as const, id };
  const item = (type: string, name: string) => ({
    ...{ type, title: `${type} in ${name}`, binding },
    content: { as: 'file', file: name },
  });
  const dpo = org.as('dpo');
  const send = async (ctx: typeof dpo, ...parts: IncomingPart[]) =>
    addEvidenceFiles(ctx, await receiveEvidenceFiles(ctx, { sizeBytes: null, parts: form(...parts) }));
  const held = async () => (await listEvidence(dpo, { limit: 50 })).items;
  return { org, dpo, item, send, held, binding };
}

describe('files for many items', () => {
  it('keeps one file for several items, and several files with words beside them, each with its event', async () => {
    const { org, dpo, item, send, held, binding } = await clinic();
    const words = {
      ...{ type: 'att.owner', title: 'Statement', binding },
      content: { as: 'statement', statement: 'We looked' },
    };
    const mapping = {
      items: [
        item('doc.dpia', 'all.pdf'),
        item('doc.intended-use', 'all.pdf'),
        item('doc.architecture', 'map.png'),
        words,
      ],
    };
    const { added } = await send(
      dpo,
      field(mapping),
      file('all.pdf'),
      file('map.png', one(png), 'image/png'),
    );
    expect(added.map(({ type }) => type)).toEqual(mapping.items.map(({ type }) => type));
    const items = await held();
    expect(items).toHaveLength(4);
    const shared = items.filter(({ fileName }) => fileName === 'all.pdf');
    expect(new Set(shared.map(({ sha256 }) => sha256)).size).toBe(1);
    expect((await org.trail()).filter((type) => type === 'evidence.added')).toHaveLength(4);
  });

  it.each([
    [
      'a file that is something else',
      [file('a.pdf', one(png))],
      'a.pdf: the file is image/png by its content',
    ],
    ['an empty file', [file('a.pdf', one(new Uint8Array()))], 'a.pdf: the file is empty'],
    ['a file that is not sent', [], 'a.pdf: named by the mapping, but not sent'],
    ['a file that nothing names', [file('b.pdf')], 'b.pdf: the mapping does not name this file'],
    ['a file twice', [file('a.pdf'), file('a.pdf')], 'a.pdf: two files have this name'],
  ])('refuses %s and keeps nothing', async (_, parts, message) => {
    const { dpo, item, send, held } = await clinic();
    const mapping = { items: [item('doc.dpia', 'a.pdf')] };
    await expect(send(dpo, field(mapping), ...parts)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(message) as string,
    });
    expect(await held()).toEqual([]);
  });

  it('stops reading a file of 200 MB at the limit, and says which', async () => {
    const { dpo, item, send, held } = await clinic();
    let sent = 0;
    const large = async function* () {
      yield pdf;
      for (; sent < 200; sent++) yield Buffer.alloc(1_000_000, 0x20);
    };
    const mapping = { items: [item('doc.dpia', 'ok.pdf'), item('doc.dpia', 'a.pdf')] };
    await expect(send(dpo, field(mapping), file('ok.pdf'), file('a.pdf', large()))).rejects.toMatchObject({
      code: 'limit',
      message: 'a.pdf: the file is larger than the limit of 100 MB',
    });
    expect(sent).toBeLessThan(105);
    expect(await held()).toEqual([]);
    const announced = receiveEvidenceFiles(dpo, { sizeBytes: 600_000_000, parts: form() });
    await expect(announced).rejects.toMatchObject({ code: 'limit' });
  });

  it('wants its mapping first, and refuses what cannot be a file before reading any', async () => {
    const { dpo, item, send } = await clinic();
    await expect(send(dpo, file('a.pdf'))).rejects.toMatchObject({
      message: expect.stringMatching(/first part of the form/),
    });
    await expect(send(dpo)).rejects.toMatchObject({ message: 'mapping is missing: the form is empty' });
    const unread = async function* () {
      expect.fail('was read');
      yield pdf;
    };
    const wrong = { ...item('lnk.public-page', 'a.pdf') };
    await expect(send(dpo, field({ items: [wrong] }), file('a.pdf', unread()))).rejects.toMatchObject({
      message: expect.stringContaining('(item 1)') as string,
    });
  });

  it('is refused to onlookers and to others without reading a file, and for what is replaced already', async () => {
    const { org, dpo, item, send } = await clinic();
    const mapping = { items: [item('doc.dpia', 'a.pdf')] };
    await expect(send(org.as('auditor'), field(mapping), file('a.pdf'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(send(world().as('dpo'), field(mapping), file('a.pdf'))).rejects.toMatchObject({
      code: 'invalid',
    });
    const { added } = await send(dpo, field(mapping), file('a.pdf'));
    const again = { items: [{ ...item('doc.dpia', 'a.pdf'), supersedes: added[0]?.id }] };
    await send(dpo, field(again), file('a.pdf'));
    await expect(send(dpo, field(again), file('a.pdf'))).rejects.toMatchObject({ code: 'conflict' });
  });
});
