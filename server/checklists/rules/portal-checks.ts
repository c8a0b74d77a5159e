import {
  fail,
  input,
  isRecent,
  pass,
  stringsOf,
  unproven,
  type CheckData,
  type Params,
  type Run,
} from './check-data';
import { freshness, reaches, vendorsAsked, words, type CheckResult } from './evidence';
import { evaluate, unansweredIn } from './expression';

/** Signed by an eligible person who is no author: in each of `roles`, or in any role when none is named. */
const signed: Run = ({ signOffs }, params) => {
  const inputs = signOffs.map(({ role, byPerson }) => input(words(role), 'approved', byPerson));
  const missing = stringsOf(params['roles']).filter((wanted) =>
    signOffs.every(({ role }) => role !== wanted),
  );
  if (missing.length > 0) return unproven(`not signed by the ${missing.map(words).join(', ')}`, { inputs });
  if (signOffs.length === 0) return unproven('nobody has signed this release');
  return pass(`signed by ${signOffs.length} eligible people`, { inputs });
};

/** Of the approvals, one by somebody who neither built the release nor owns what judges it. */
const independent: Run = ({ signOffs, evaluatorOwners }) => {
  const inputs = signOffs.map(({ role, byPerson }) => input(words(role), 'approved', byPerson));
  if (signOffs.length === 0) return unproven('nobody but its authors has reviewed this release');
  const outside = signOffs.filter(({ byPerson }) => !evaluatorOwners.includes(byPerson));
  return outside.length > 0
    ? pass('reviewed by somebody who built neither the release nor its tests', { inputs })
    : fail('every reviewer owns a suite or study of the release', { inputs });
};

const assigned: Run = ({ rolesAssigned, rolesNeeded }, params) => {
  const wanted = stringsOf(params['roles']);
  const roles = wanted.length > 0 ? wanted : rolesNeeded;
  const inputs = roles.map((role) => input(words(role), rolesAssigned.has(role) ? 'held' : 'held by nobody'));
  const missing = roles.filter((role) => !rolesAssigned.has(role));
  if (roles.length === 0) return unproven('no control that applies names a role', { inputs });
  return missing.length > 0
    ? fail(`nobody is ${missing.map(words).join(' or ')}`, { inputs })
    : pass('each role is held by somebody', { inputs });
};

/** @param training the check of the operators' training */
const overseers =
  (training: Run): Run =>
  (data, params) => {
    const held = input(
      'human overseer',
      data.rolesAssigned.has('human_overseer') ? 'held' : 'held by nobody',
    );
    if (!data.rolesAssigned.has('human_overseer'))
      return fail('nobody is human overseer of this system', { inputs: [held] });
    const trained = training(data, { max_age_days: 365, ...params, course: 'operator' });
    return { ...trained, inputs: [held, ...trained.inputs] };
  };

const trailResults: Readonly<Record<CheckData['trail'], CheckResult>> = {
  healthy: pass('every event older than a minute lies under a signed checkpoint'),
  behind: fail('events older than a minute wait for a signed checkpoint'),
  no_checkpoint: unproven('the log has no signed checkpoint yet'),
};
const trail: Run = ({ trail: state }) => ({
  ...trailResults[state],
  inputs: [input('audit log', words(state))],
});

/** Of the runbook's contacts nothing is known here, so that it never passes by itself. */
export const incidentClocks: Run = ({ lateNotices }) => {
  const inputs = lateNotices.map(({ incidentId, title, law }) => input(title, `late: ${law}`, incidentId));
  return lateNotices.length > 0
    ? fail(`a legal clock has run out in ${lateNotices.length === 1 ? 'an incident' : 'incidents'}`, {
        inputs,
      })
    : unproven('no clock has run out', { inputs: [input('notices that are late', 'none')] });
};

const noProhibition: Run = ({ facts }) => {
  const found = evaluate('prohibited', facts);
  const flags = stringsOf(facts.answerOf('prohibited_flags'));
  const inputs = [input('Art. 5(1) points that are admitted', flags.join(', ') || 'none')];
  if (found === null)
    return unproven(`not answered yet: ${unansweredIn('prohibited', facts).map(words).join(', ')}`);
  return found
    ? fail('the answers admit a prohibited practice', { inputs })
    : pass('none is admitted', { inputs });
};

const day = (us: number) => new Date(us / 1000).toISOString().slice(0, 10);

/** Every question that can still change a control is answered, and the answers were given or confirmed in time. */
const questionnaire: Run = ({ unanswered, answers, confirmation, nowUs }, params) => {
  if (!answers) return unproven('no question is answered');
  const sinceUs = Math.max(answers.oldestUs, confirmation?.atUs ?? -Infinity);
  const inputs = [
    input('open questions', unanswered.map(words).join(', ') || 'none'),
    input('answers given or confirmed', `since ${day(sinceUs)}`, confirmation?.id ?? null),
  ];
  const found = { inputs, atUs: sinceUs };
  if (unanswered.length > 0)
    return unproven(`not answered yet: ${unanswered.map(words).join(', ')}`, { inputs });
  return isRecent(sinceUs, params, nowUs)
    ? pass('every question that changes a control is answered', found)
    : unproven('the answers are too old; confirm that they still hold', found);
};

const classification: Run = ({ classes, confirmation, answers }) => {
  const inputs = [
    input('AI Act class from the facts', classes.aiAct ?? 'undetermined'),
    input('AI Act class as confirmed', confirmation ? (confirmation.aiActClass ?? 'undetermined') : 'never'),
  ];
  if (classes.aiAct === null) return unproven('the AI Act class is undetermined', { inputs });
  if (!confirmation) return unproven('nobody has confirmed the class', { inputs });
  const found = { inputs, ref: confirmation.id, atUs: confirmation.atUs };
  if (confirmation.aiActClass !== classes.aiAct)
    return fail(`derived as ${words(classes.aiAct)}, confirmed as something else`, found);
  return answers && answers.newestUs > confirmation.atUs
    ? unproven('an answer changed after the class was confirmed', found)
    : pass(`confirmed as ${words(classes.aiAct)}`, found);
};

const region: Run = (data, params) => {
  const mechanism = data.facts.answerOf('transfer_mechanism');
  const inputs = [input('transfer mechanism', typeof mechanism === 'string' ? mechanism : 'not answered')];
  if (data.facts.answerOf('cross_border_transfer') === false)
    return pass('the facts say that no personal data leave the EEA', { inputs });
  if (typeof mechanism !== 'string') return unproven('transfer mechanism is not answered', { inputs });
  if (mechanism === (params['mechanism_not'] ?? 'none'))
    return fail('data leave the EEA without an instrument', { inputs });
  const needed = ['scc', 'bcr'].includes(mechanism)
    ? ['doc.transfer-instrument', 'doc.tia']
    : ['doc.transfer-instrument'];
  const missing = needed.filter((type) => !isCovered(data, type));
  return missing.length > 0
    ? unproven(`no valid ${missing.map((type) => data.needOf(type)?.title ?? type).join(' and ')}`, {
        inputs,
      })
    : pass(`covered by ${mechanism}, with its documents`, { inputs });
};

/** Whether an item of the type holds for the subject: for all of it, or for each vendor that receives the data. */
function isCovered(data: CheckData, type: string): boolean {
  const need = data.needOf(type);
  if (!need) return false;
  const held = data
    .itemsOf(type)
    .filter(
      (item) =>
        item.state === 'valid' &&
        reaches(item.binding, need.binding, data.subject) &&
        freshness(item, need, data.changes, data.nowUs).fresh,
    );
  const asked = vendorsAsked(type, data.subject);
  return (
    held.some(({ binding }) => binding.kind !== 'vendor') ||
    (asked.length > 0 && asked.every((id) => held.some(({ binding }) => binding.id === id)))
  );
}

const agreements: Run = (data, params) => {
  const vendors = data.facts.answerOf('third_party_processors');
  const inputs = [
    input('a vendor receives the data', vendors === undefined ? 'not answered' : vendors ? 'yes' : 'no'),
    input('vendors registered for this system', data.subject.vendorIds.length),
  ];
  if (vendors === false) return pass('the facts say that no vendor receives the data', { inputs });
  const types = stringsOf(params['types']).map((type) => `doc.${type}`);
  const missing = types.filter((type) => !isCovered(data, type));
  return missing.length > 0
    ? unproven(`no valid ${missing.map((type) => data.needOf(type)?.title ?? type).join(' and ')}`, {
        inputs,
      })
    : pass('an agreement is valid for all that receive the data', { inputs });
};

const publicPage: Run = (data, params) => {
  const need = data.needOf('lnk.public-page');
  const mine = data
    .itemsOf('lnk.public-page')
    .filter(({ state, binding }) => state === 'valid' && reaches(binding, 'system', data.subject));
  const inputs = mine.map(({ id, isCaptured }) =>
    input('public page', isCaptured ? 'copy captured' : 'no copy', id),
  );
  const captured = mine.filter(
    (item) => item.isCaptured && need && freshness(item, need, data.changes, data.nowUs).fresh,
  );
  const newest = captured.toSorted((a, b) => b.givenAtUs - a.givenAtUs)[0];
  if (!newest)
    return unproven(mine.length > 0 ? 'no copy of the page was captured' : 'no link is recorded', { inputs });
  const found = { inputs, ref: newest.id, atUs: newest.givenAtUs };
  return isRecent(newest.givenAtUs, params, data.nowUs)
    ? pass(`a copy was captured on ${day(newest.givenAtUs)}`, found)
    : unproven('the copy of the page is too old', found);
};

const retentionOfEvidence: Run = (_, params: Params) =>
  pass('this portal deletes no evidence and no event', {
    inputs: [input('years that are asked for', String(params['min_years'] ?? 'none'))],
  });

/** The checks that read what the portal itself holds. */
export const portalChecks = (training: Run): Readonly<Record<string, Run>> => ({
  'portal.questionnaire-complete': questionnaire,
  'portal.classification-derived': classification,
  'portal.prohibited-clear': noProhibition,
  'portal.signoffs': signed,
  'portal.audit-chain': trail,
  'portal.vendor-agreements': agreements,
  'portal.region-allowed': region,
  'portal.roles-assigned': assigned,
  'portal.doc-retention': retentionOfEvidence,
  'portal.oversight-assigned': overseers(training),
  'portal.reviewer-independent': independent,
  'portal.public-page': publicPage,
});
