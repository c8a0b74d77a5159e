import { fail, input, isRecent, numberOf, pass, unproven, type Run } from './check-data';
import { reaches, words, type RecordValues } from './evidence';
import { ageProblem, count, missingOf, reading, text, verdict } from './record-reading';

const ropaFields: Readonly<Record<string, readonly string[]>> = {
  '30(1)': ['contact', 'purposes', 'categories', 'recipients', 'transfers', 'time_limits', 'security'],
  '30(2)': ['contact', 'controllers', 'processing', 'transfers', 'security'],
};
const ropa = reading('rec.ropa', (read, { nowUs }, params) => {
  const variant = typeof params['variant'] === 'string' ? params['variant'] : '30(1)';
  const missing = missingOf(read.values, ropaFields[variant] ?? []);
  const isOld = !isRecent(read.about.atUs, params, nowUs);
  return verdict(
    read,
    [missing.length > 0 && `empty in the record of Art. ${variant}: ${missing.join(', ')}`],
    [isOld && 'the record was not reviewed in time'],
    `every field of Art. ${variant} is filled in`,
  );
});

const training = reading(
  'rec.training-completion',
  (read, { nowUs }, params) => {
    const [assigned, completed] = [count(read.values, 'assigned') ?? 0, count(read.values, 'completed') ?? 0];
    return verdict(
      read,
      [completed < assigned && `${completed} of ${assigned} people completed ${text(read.values, 'course')}`],
      [
        assigned === 0 && 'nobody was assigned to the course',
        ageProblem(read.values, 'completed_on', params, nowUs),
      ],
      `all ${assigned} people completed ${text(read.values, 'course')}`,
    );
  },
  ({ course }): RecordValues => (typeof course === 'string' && course !== 'any' ? { course } : {}),
);

const review = (type: string) =>
  reading(type, (read, { nowUs }, params) => {
    const open = count(read.values, 'open_findings') ?? 0;
    return verdict(
      read,
      [open > 0 && `${open} findings of the review are open`],
      [ageProblem(read.values, 'reviewed_on', params, nowUs)],
      `reviewed on ${text(read.values, 'reviewed_on')}, nothing open`,
    );
  });

const rights = reading('rec.dsr-log', (read, { nowUs, needOf }, params) => {
  const window = { max_age_days: needOf('rec.dsr-log')?.valid_days ?? 90 };
  const [median, limit] = [count(read.values, 'median_days'), numberOf(params, 'max_days', 30)];
  const requests = count(read.values, 'requests') ?? 0;
  return verdict(
    read,
    [median !== null && median > limit && `answers take ${median} days, ${limit} are allowed`],
    [
      ...['search_tested_on', 'export_tested_on', 'deletion_tested_on'].map((name) =>
        ageProblem(read.values, name, window, nowUs),
      ),
      requests > 0 && median === null && 'the median time to answer is missing',
    ],
    requests === 0 ? 'steps tested; nobody has asked yet' : `steps tested; answers take ${median} days`,
  );
});

const restored = (kind: 'restore' | 'rollback') =>
  reading(
    'doc.restore-test',
    (read, { nowUs }, params) =>
      verdict(
        read,
        [read.values['succeeded'] !== true && `the ${kind} failed`],
        [ageProblem(read.values, 'tested_on', params, nowUs)],
        `${kind} tested on ${text(read.values, 'tested_on')}`,
      ),
    () => ({ kind }),
  );
const exercise = reading('doc.ir-exercise', (read, { nowUs }, params) =>
  verdict(
    read,
    [],
    [ageProblem(read.values, 'held_on', params, nowUs)],
    `held on ${text(read.values, 'held_on')}`,
  ),
);

const registration = reading('rec.eu-registration', (read, { nowUs }) =>
  verdict(
    read,
    [],
    [ageProblem(read.values, 'registered_on', {}, nowUs)],
    `registered as ${text(read.values, 'registration_number')}`,
  ),
);

const annexIv = reading('doc.annex-iv', (read) => {
  const points = Array.from({ length: 9 }, (_, at) => `point_${at + 1}`);
  const empty = missingOf(read.values, points);
  const bare = points.filter((name) => /^not applicable[:.\s]*$/i.test(text(read.values, name))).map(words);
  return verdict(
    read,
    [
      empty.length > 0 && `empty: ${empty.join(', ')}`,
      bare.length > 0 && `not applicable without a reason: ${bare.join(', ')}`,
    ],
    [],
    'all nine points are filled in',
  );
});

const lineage: Run = (data, params) => {
  const parts = data.release?.datasets;
  if (!parts) return unproven('there is no release yet');
  const inputs = parts.map(({ id, name, licence, legalBasis }) =>
    input(name, `licence ${licence || 'missing'}, legal basis ${legalBasis || 'missing'}`, id),
  );
  if (parts.length === 0)
    return data.facts.answerOf('training_uses_personal_data') === true
      ? unproven('the facts say that data trained it, but the release names no dataset')
      : pass('the release names no dataset', { inputs });
  const incomplete = parts.filter(({ licence, legalBasis }) => !licence.trim() || !legalBasis.trim());
  if (incomplete.length > 0)
    return fail(`licence or legal basis missing: ${incomplete.map(({ name }) => name).join(', ')}`, {
      inputs,
    });
  const record = reading('rec.lineage', (read) =>
    verdict(
      read,
      [],
      [ageProblem(read.values, 'collected_until', {}, data.nowUs)],
      'each dataset has digest, licence, legal basis, source and collection date',
    ),
  )(data, params);
  return { ...record, inputs: [...inputs, ...record.inputs] };
};

const change: Run = (data, params) => {
  if (!data.release) return unproven('there is no release yet');
  if (data.release.isFirst) return pass('it is the first release of this system: nothing was changed');
  return reading('rec.change-assessment', (read) => {
    const isSubstantial = read.values['substantial'] === true;
    const proof = data
      .itemsOf('doc.conformity-assessment')
      .some(
        ({ state, binding, givenAtUs }) =>
          state === 'valid' && reaches(binding, 'release', data.subject) && givenAtUs >= read.about.atUs,
      );
    return verdict(
      read,
      [isSubstantial && !proof && 'substantial, and no conformity assessment of this release is newer'],
      [],
      isSubstantial ? 'substantial, and assessed again' : 'assessed as not substantial',
    );
  })(data, params);
};

/** The checks that read records and test reports, as people filled them in. */
export const recordChecks: Readonly<Record<string, Run>> = {
  'portal.ropa-complete': ropa,
  'portal.training-current': training,
  'portal.access-review': review('rec.access-review'),
  'portal.activity-review': review('rec.activity-review'),
  'portal.dsr-ready': rights,
  'portal.rollback': restored('rollback'),
  'portal.backup-restore': restored('restore'),
  'portal.incident-exercise': exercise,
  'portal.registration-id': registration,
  'portal.annexiv-complete': annexIv,
  'portal.lineage-complete': lineage,
  'portal.change-assessed': change,
};
