import { beforeEach, describe, expect, it } from 'vitest';
import { ports, world } from '@/db/testing/world';
import { addEvidence } from '@/server/checklists/commands/evidence';
import { openFinding } from '@/server/findings/commands/findings';
import { openIncident, recordNotice } from '@/server/findings/commands/incidents';
import { Circumstances } from '@/server/findings/schema/incidents';
import { createSystem } from '@/server/systems/commands';
import { createExport } from '../commands/exports';
import { getExport } from '../queries/exports';
import type { BuiltDocument } from '../rules/document';
import { CreateExport } from '../schema';

let org: ReturnType<typeof world>;
let systemId: string;
const ids: string[] = [];
const hour = 3_600_000;

beforeEach(async () => {
  org = world();
  const author = await org.member('ml_engineer');
  const purpose = 'Sorts messages of patients';
  ({ id: systemId } = await createSystem(author, { name: 'triage', purpose, stage: 'in_use' }));
  ids.length = 0;
  for (const title of ['Notes of another patient were shown', 'A log was left open']) {
    const incident = await openIncident(author, {
      systemId,
      title,
      description: '',
      severity: 'critical',
      awareAt: new Date(Date.now() - 80 * hour).toISOString(),
      stopsReleases: false,
      circumstances: Circumstances.parse({ personalData: true, healthInformation: true, affected: 3 }),
    });
    ids.push(incident.id);
  }
});

const asked = (incidentId: string) =>
  CreateExport.parse({
    kind: 'document',
    document: 'breach-assessment',
    systemId,
    format: 'json',
    incidentId,
  });

async function recordOf(incidentId: string) {
  const officer = org.as('privacy_officer');
  const { id } = await createExport(officer, asked(incidentId));
  await org.runJobs();
  const made = await getExport(officer, { exportId: id });
  expect(made).toMatchObject({ state: 'ready', stateReason: null, incidentId });
  expect(made.fileName).toBe(`breach-assessment-triage-${incidentId}.json`);
  return JSON.parse(Buffer.from(await ports.files.read(made.sha256 ?? '')).toString()) as BuiltDocument;
}
const valuesIn = (record: BuiltDocument, label: string) =>
  record.sections.flatMap(({ fields }) => fields).find((field) => field.label.startsWith(label))?.values;

describe('the breach four-factor record', () => {
  it('reads the incident, its clocks and notices, and only the assessment that names it', async () => {
    const [first = '', second = ''] = ids;
    const dpo = await org.member('dpo');
    await recordNotice(dpo, {
      incidentId: first,
      clock: 'gdpr_authority',
      madeAt: new Date(Date.now() - hour).toISOString(),
      note: 'Reference 17/26 at the authority',
    });
    for (const [incident, nature] of [
      [first, 'Names and diagnoses of 3 people'],
      [`${second} (the log)`, 'Nothing but digests'],
    ] as const)
      await addEvidence(dpo, {
        type: 'doc.breach-risk-assessment',
        title: 'Four factors',
        binding: { kind: 'system', id: systemId },
        content: { as: 'record', record: { incident, nature } },
      });
    const record = await recordOf(first);
    expect(record.incident).toEqual({ id: first, title: 'Notes of another patient were shown' });
    expect(valuesIn(record, 'Incident')).toEqual([
      first,
      'Notes of another patient were shown (critical, open)',
    ]);
    expect(valuesIn(record, 'Nature and extent')).toEqual(['Names and diagnoses of 3 people']);
    expect(valuesIn(record, 'What data')).toContain('People affected: 3');
    expect(valuesIn(record, 'Clocks')).toContainEqual(
      expect.stringMatching(/^GDPR Art. 33\(1\), Supervisory authority: due .* UTC; notice made late$/),
    );
    expect(valuesIn(record, 'Clocks')).toContainEqual(
      expect.stringMatching(/^45 CFR 164.404\(b\), .*; running$/),
    );
    expect(valuesIn(record, 'Notices made')?.[0]).toContain('Reference 17/26 at the authority');
    expect(record.missing).toContain('Four factors: Who used or received it');
    expect(valuesIn(await recordOf(second), 'Nature and extent')).toEqual(['Nothing but digests']);
    const requested = (await org.events()).find(({ type }) => type === 'export.requested');
    expect(JSON.stringify(requested)).toContain(first);
  });

  it('is of an incident of its system, and no other document has one', async () => {
    const officer = org.as('privacy_officer');
    const author = org.as('ml_engineer');
    const other = await createSystem(author, { name: 'other', purpose: 'Other', stage: 'in_use' });
    const wrong = { ...asked(ids[0] ?? ''), systemId: other.id };
    await expect(createExport(officer, wrong)).rejects.toMatchObject({ code: 'not_found' });
    await expect(createExport(officer, asked('inc_nobody'))).rejects.toMatchObject({ code: 'not_found' });
    const problem = (input: unknown) => CreateExport.safeParse(input).error?.issues[0]?.message;
    expect(problem({ ...asked(ids[0] ?? ''), document: 'dpia' })).toMatch(/Only the breach record/);
    expect(problem({ ...asked(ids[0] ?? ''), incidentId: 'fnd_1' })).toBeDefined();
  });

  it('and the HIPAA risk analysis names the findings that are open', async () => {
    const officer = org.as('privacy_officer');
    const about = { systemId, title: 'Logs hold notes', description: '', severity: 'high' as const };
    await openFinding(org.as('ml_engineer'), { ...about, dueAt: '2027-03-01T00:00:00Z' });
    const input = { kind: 'document', document: 'hipaa-risk-analysis', systemId, format: 'json' };
    const { id } = await createExport(officer, CreateExport.parse(input));
    await org.runJobs();
    const { sha256 } = await getExport(officer, { exportId: id });
    const built = JSON.parse(Buffer.from(await ports.files.read(sha256 ?? '')).toString()) as BuiltDocument;
    expect(valuesIn(built, 'Measures with owner')?.[0]).toMatch(
      /^Logs hold notes \(high\): open, .*, until 2027-03-01$/,
    );
  });
});
