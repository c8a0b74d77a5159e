import { describe, expect, it } from 'vitest';
import { founded } from '@/db/testing/people';
import { createToken } from '@/server/identity/commands/tokens';
import { createSystem } from '@/server/systems/commands';
import { api } from '../api';

const app = api();
const call = (method: string, path: string, token: string, body?: BodyInit, type = 'application/json') =>
  app.request(`http://localhost:3000/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body }),
  });

async function withToken() {
  const org = await founded();
  const person = await (await org.join('ml_engineer')).enter();
  const system = await createSystem(person, { name: 'triage', purpose: 'Sorts', stage: 'development' });
  const { token } = await createToken(person, { name: 'ci', scopes: ['read', 'write'], days: 1 });
  return { token, systemId: system.id };
}

describe('checklists over REST', () => {
  it('answers facts, and says what is wrong with an answer', async () => {
    const { token, systemId } = await withToken();
    const put = (answers: object) =>
      call(
        'PUT',
        `/systems/${systemId}/facts`,
        token,
        JSON.stringify({ answers, reason: 'read the contract' }),
      );
    expect((await put({ phi: true, phi_form: ['identifiable'] })).status).toBe(200);
    const wrong = await put({ phi: 'perhaps' });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ detail: expect.stringContaining('answers.phi') });
    const facts = await (await call('GET', `/systems/${systemId}/facts`, token)).json();
    expect(facts).toMatchObject({ answers: { phi: true, phi_form: ['identifiable'] } });
  });

  it('takes a file as evidence, lists it and gives the same bytes back', async () => {
    const { token, systemId } = await withToken();
    const query = new URLSearchParams({
      type: 'doc.dpia',
      title: 'DPIA',
      fileName: "the 'DPIA'.pdf",
      bindingKind: 'system',
      bindingId: systemId,
    });
    const added = await call('POST', `/evidence/files?${query}`, token, 'bytes', 'application/octet-stream');
    expect(added.status).toBe(200);
    const { id } = (await added.json()) as { id: string };
    const listed = (await (await call('GET', '/evidence?state=valid', token)).json()) as { items: object[] };
    expect(listed.items).toMatchObject([{ id, fileName: "the 'DPIA'.pdf", sizeBytes: 5 }]);
    const file = await call('GET', `/evidence/${id}/file`, token);
    expect(await file.text()).toBe('bytes');
    expect(file.headers.get('content-disposition')).toContain("filename*=UTF-8''the%20%27DPIA%27.pdf");
  });

  it('takes one form with files for several items', async () => {
    const { token, systemId } = await withToken();
    const form = new FormData();
    const of = (type: string) => ({
      ...{ type, title: type, binding: { kind: 'system', id: systemId } },
      content: { as: 'file', file: 'both.pdf' },
    });
    form.set('mapping', JSON.stringify({ items: [of('doc.dpia'), of('doc.architecture')] }));
    form.append('files', new File(['%PDF-1.7 both'], 'both.pdf', { type: 'application/pdf' }));
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    const type = request.headers.get('content-type') ?? '';
    const body = Buffer.from(await request.arrayBuffer()).toString('latin1');
    const added = await call('POST', '/evidence/files/lists', token, body, type);
    expect(added.status).toBe(200);
    expect(await added.json()).toMatchObject({ added: [{ type: 'doc.dpia' }, { type: 'doc.architecture' }] });
    expect((await call('POST', '/evidence/files/lists', token, '{}')).status).toBe(400);
  });

  it('refuses an assessment by API token', async () => {
    const { token, systemId } = await withToken();
    const body = {
      controlId: 'gdpr-art-30-1-ropa-controller',
      binding: { kind: 'system', id: systemId },
      disposition: 'not_satisfied',
      role: 'dpo',
      reason: 'missing',
    };
    const answer = await call('POST', '/assessments', token, JSON.stringify(body));
    expect(answer.status).toBe(403);
  });

  it('gives the frameworks and the checklist of a system', async () => {
    const { token, systemId } = await withToken();
    const packs = (await (await call('GET', '/frameworks', token)).json()) as { frameworks: object[] };
    expect(packs.frameworks).toHaveLength(7);
    const list = (await (await call('GET', `/systems/${systemId}/checklist`, token)).json()) as {
      controls: { status: string }[];
    };
    expect(list.controls).toHaveLength(96);
    expect(list.controls.every(({ status }) => status === 'undetermined')).toBe(true);
  });
});
