import { expect, it } from 'vitest';
import { filledForms } from '@/db/testing/filled-forms';
import { triage } from '@/db/testing/hospital-triage';

const closed = ['satisfied', 'alternative_implemented', 'not_reasonable_documented', 'not_applicable'];

it('goes from first fact to green; a new model makes controls stale and the gate deny; new evidence heals it', async () => {
  const clinic = await triage();
  const first = await clinic.release('1.0.0', 'first');
  expect((await clinic.checklist(first)).verdict).toBe('blocked');
  await clinic.answer();
  await clinic.supply(first, Object.keys(filledForms));
  await clinic.evaluate(first);
  await clinic.assess(first);
  await clinic.sign(first);
  await clinic.assess(first);
  const green = await clinic.checklist(first);
  const open = green.controls.filter(({ status }) => !closed.includes(status));
  expect(open.map(({ controlId, reasons }) => [controlId, reasons])).toEqual([]);
  expect(green.verdict).toBe('clear');
  expect((await clinic.ask(first)).decision).toBe('allow');

  const second = await clinic.release('1.1.0', 'second');
  const before = await clinic.checklist(second);
  const stale = before.controls.filter(({ status }) => status === 'stale').map(({ controlId }) => controlId);
  expect(stale).toEqual(
    expect.arrayContaining(['gdpr-art-5-1-d-accuracy', 'hipaa-164-530-c-f-safeguards-mitigation']),
  );
  // What does not hang on the model holds on.
  for (const id of ['gdpr-art-30-1-ropa-controller', 'hipaa-164-312-d-authentication'])
    expect(stale).not.toContain(id);
  const denied = await clinic.ask(second);
  expect(denied.decision).toBe('deny');
  const reason = denied.reasons.find(({ code, name }) => code === 'CONTROL_STALE' && name === 'gdpr');
  expect(reason?.ids).toEqual(stale.filter((id) => id.startsWith('gdpr') && reason?.ids?.includes(id)));
  expect(reason?.message).toContain('model version changed since');

  await clinic.supply(second, ['rec.lineage', 'rec.change-assessment']);
  await clinic.evaluate(second);
  await clinic.assess(second);
  await clinic.sign(second);
  await clinic.assess(second);
  const healed = await clinic.checklist(second);
  expect(healed.blockers.map(({ message }) => message)).toEqual([]);
  expect((await clinic.ask(second)).decision).toBe('allow');
}, 300_000);
