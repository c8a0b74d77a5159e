import { expect, test } from '@playwright/test';
import { foundOrganisation } from '../fixtures/organisation';
import { askGate, sign, statementOf, submitRelease } from '../fixtures/release';
import { type RunningServer, startServer } from '../fixtures/server';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

test('a program registers, freezes and submits; a person signs; the gate answers for exactly that digest', async () => {
  const { author, officer } = await foundOrganisation(server.url, {
    author: ['ml_engineer', 'compliance_officer'],
    officer: ['compliance_officer'],
  });
  const release = await submitRelease(author.rest);
  expect((await askGate(author.rest, release.digest)).body).toMatchObject({
    decision: 'needs_signoff',
    reasons: [{ code: 'SIGNOFF_MISSING' }],
  });
  const own = await author.rest.post('/signoffs/prepared', statementOf(release));
  expect(own).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  const fresh = await sign(officer.rest, release);
  expect((await askGate(author.rest, release.digest)).body).toMatchObject({ decision: 'allow', reasons: [] });

  await fresh.must(
    author.rest.post(`/releases/${release.id}/withdraw`, { reason: 'One word of the prompt changes' }),
  );
  const prompt = await author.rest.must(
    author.rest.post<{ id: string }>(`/prompts/${release.promptId}/versions`, {
      template: 'Give the urgency of this note: {{note}}',
    }),
  );
  await author.rest.must(author.rest.patch(`/releases/${release.id}`, { promptVersionIds: [prompt.id] }));
  await author.rest.must(author.rest.post(`/releases/${release.id}/freeze`));
  const again = await author.rest.must(
    author.rest.post<{ digest: string }>(`/releases/${release.id}/submit`),
  );
  expect(again.digest).not.toBe(release.digest);
  expect((await askGate(author.rest, again.digest)).body.reasons).toMatchObject([
    { code: 'SIGNOFF_MISSING' },
  ]);
  expect((await askGate(author.rest, release.digest)).body.decision).toBe('deny');
});

test('a credential that nobody gave is refused in one way', async () => {
  for (const authorization of ['Bearer cs_nothing', 'Bearer css_nothing', 'Basic x']) {
    const response = await fetch(`${server.url}/api/v1/systems`, { headers: { authorization } });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'unauthenticated', title: 'Not signed in' });
  }
});
