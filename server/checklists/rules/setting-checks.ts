import { fail, input, numberOf, stringsOf, type Run } from './check-data';
import { ageProblem, count, lacking, reading, text, verdict } from './record-reading';

const mfa = reading('set.auth', (read) =>
  verdict(
    read,
    [read.values['mfa'] !== 'everybody' && `enforced for ${text(read.values, 'mfa')} only`],
    [],
    'enforced for everybody',
  ),
);
const idle = reading('set.auth', (read, _, params) => {
  const [minutes, limit] = [
    count(read.values, 'idle_minutes') ?? Infinity,
    numberOf(params, 'max_minutes', 0),
  ];
  return verdict(
    read,
    [
      (minutes > limit || minutes === 0) &&
        `people are signed out after ${minutes || 'no'} minutes, ${limit} are allowed`,
    ],
    [],
    `people are signed out after ${minutes} minutes`,
  );
});
const uniqueUsers: Run = (data, params) => {
  const { people, strays } = data.accounts;
  const portal = input('accounts of this portal', `${people} people, ${strays} that belong to nobody active`);
  if (strays > 0) return fail(`${strays} accounts belong to nobody who is active`, { inputs: [portal] });
  const declared = reading('set.auth', (read) =>
    verdict(
      read,
      [read.values['unique_ids'] !== true && 'accounts of this environment are shared'],
      [],
      'every account belongs to one person or registered service',
    ),
  )(data, params);
  return { ...declared, inputs: [portal, ...declared.inputs] };
};

const encryption = reading('set.crypto', (read) =>
  verdict(
    read,
    [
      lacking('not encrypted', stringsOf(read.values['stores']), stringsOf(read.values['encrypted'])),
      read.values['keys_managed'] !== true && 'the keys are not in a key management service',
    ],
    [stringsOf(read.values['stores']).length === 0 && 'no store is named'],
    'every store is encrypted and the keys are managed',
  ),
);
const tls = reading('set.crypto', (read, _, params) => {
  const [lowest, least] = [text(read.values, 'tls'), String(params['min_version'] ?? '1.2')];
  return verdict(
    read,
    [
      Number(lowest) < Number(least) && `TLS ${lowest} is accepted, ${least} is the least`,
      read.values['tls_everywhere'] !== true && 'some endpoints are not encrypted',
    ],
    [],
    `TLS ${lowest} or newer on every endpoint`,
  );
});

const logEvents = [
  'time',
  'release_digest',
  'actor',
  'input_reference',
  'output_reference',
  'guardrail_events',
  'override_events',
];
const logging = reading('set.log', (read, { nowUs }) =>
  verdict(
    read,
    [
      read.values['inference'] !== true && 'not every inference is logged',
      lacking('events lack', logEvents, stringsOf(read.values['fields'])),
    ],
    [ageProblem(read.values, 'sample_on', {}, nowUs)],
    'every inference is logged with what the law asks for',
  ),
);
const logRetention = reading('set.log', (read, _, params) => {
  const [days, least] = [count(read.values, 'retention_days') ?? 0, numberOf(params, 'min_days', 0)];
  const longest = count(read.values, 'longest_days') ?? Infinity;
  return verdict(
    read,
    [
      days < least && `kept ${days} days, ${least} are the least`,
      days > longest && `kept ${days} days, the schedule allows ${longest}`,
    ],
    [],
    `kept ${days} days`,
  );
});
const retention = reading('set.retention', (read, { nowUs }) =>
  verdict(
    read,
    [
      lacking(
        'without a deletion rule',
        stringsOf(read.values['stores']),
        stringsOf(read.values['with_rule']),
      ),
      read.values['last_deletion_succeeded'] !== true && 'the last deletion job failed',
    ],
    [
      stringsOf(read.values['stores']).length === 0 && 'no store is named',
      ageProblem(read.values, 'last_deletion_on', {}, nowUs),
    ],
    'every store has a rule and the last deletion succeeded',
  ),
);

const disclosure = reading('set.disclosure', (read, { facts }) => {
  const modes = facts.answerOf('interaction_modes');
  const asked = stringsOf(modes).filter((mode) => mode !== 'background_scoring');
  return verdict(
    read,
    [lacking('no disclosure in', asked, stringsOf(read.values['modes']))],
    [modes === undefined && 'interaction modes is not answered'],
    'a disclosure is set for each interaction mode',
  );
});
const marking = reading('set.marking', (read, { facts, nowUs, needOf }) => {
  const outputs = facts.answerOf('synthetic_outputs');
  const window = { max_age_days: needOf('set.marking')?.valid_days ?? 90 };
  return verdict(
    read,
    [
      lacking('not marked', stringsOf(outputs), stringsOf(read.values['modalities'])),
      read.values['confirmed'] !== true && 'the detector did not recognise the mark',
    ],
    [
      outputs === undefined && 'synthetic outputs is not answered',
      ageProblem(read.values, 'verified_on', window, nowUs),
    ],
    'every modality is marked and the detector recognises it',
  );
});

const stop = reading('set.kill-switch', (read, { nowUs }, params) => {
  const [minutes, limit] = [
    count(read.values, 'minutes_to_stop') ?? Infinity,
    numberOf(params, 'max_minutes', Infinity),
  ];
  return verdict(
    read,
    [
      read.values['stopped'] !== true && 'it did not stop',
      minutes > limit && `it took ${minutes} minutes to stop, ${limit} are allowed`,
    ],
    [ageProblem(read.values, 'tested_on', params, nowUs)],
    `it stopped within ${minutes} minutes`,
  );
});
const monitorsAsked = ['drift', 'error', 'safety', 'fairness'];
const monitoring = reading('set.alerting', (read) =>
  verdict(
    read,
    [lacking('not monitored', monitorsAsked, stringsOf(read.values['monitors']))],
    [],
    'drift, errors, safety and fairness are monitored, with owners',
  ),
);
/** The checks that read the settings of an environment, as people filled them in. */
export const settingChecks: Readonly<Record<string, Run>> = {
  'portal.unique-users': uniqueUsers,
  'portal.mfa': mfa,
  'portal.session-timeout': idle,
  'portal.env-encryption': encryption,
  'portal.env-tls': tls,
  'portal.inference-logging': logging,
  'portal.log-retention': logRetention,
  'portal.retention-set': retention,
  'portal.disclosure-on': disclosure,
  'portal.marking-on': marking,
  'portal.kill-switch': stop,
  'portal.monitoring-on': monitoring,
};
