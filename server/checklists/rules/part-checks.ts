import { fail, input, isRecent, needsConnector, pass, unproven, type Run } from './check-data';

const unfrozen = unproven('there is no release yet');

const manifest: Run = ({ release }) => {
  if (!release) return unfrozen;
  const { models, prompts, datasets, hasConfig } = release;
  const inputs = [
    ...models.map(({ name, isProviderAsserted }) =>
      input(name, isProviderAsserted ? 'digest of what the provider asserts' : 'digest of its bytes'),
    ),
    input('prompts', prompts.length),
    input('datasets', datasets.length),
    input('configuration', hasConfig ? 'pinned' : 'not pinned'),
  ];
  if (models.length === 0) return fail('the release names no model', { inputs });
  return hasConfig
    ? pass('every part has an immutable digest', { inputs })
    : fail('the configuration is not pinned', { inputs });
};

const promptSecrets: Run = ({ release }) => {
  if (!release) return unfrozen;
  const inputs = release.prompts.map(({ id, name, findings }) => input(name, foundWords(findings), id));
  const dirty = release.prompts.filter(({ findings }) => Object.keys(findings).length > 0);
  return dirty.length > 0
    ? fail(`found in ${dirty.map(({ name }) => name).join(', ')}`, { inputs })
    : pass(`${release.prompts.length} prompts hold no personal data and no secret`, { inputs });
};
const foundWords = (findings: Readonly<Record<string, number>>) =>
  Object.entries(findings)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ') || 'nothing found';

const direct = ['EMAIL', 'PHONE', 'US_SSN', 'IBAN', 'CREDIT_CARD', 'US_MBI', 'MRN', 'IP', 'URL', 'API_KEY'];
const always = ['API_KEY'];

/** Every dataset is scanned, and nothing is found that its description does not announce. */
const datasetScan: Run = (data, params) => {
  const { profile } = params;
  if (profile === 'sud')
    return needsConnector('clinical text scanner that knows substance-use-disorder records');
  if (!data.release) return unfrozen;
  const { datasets } = data.release;
  const inputs = datasets.map(({ name, scan, id }) =>
    input(name, scan ? foundWords(scan.findings) : 'not scanned', scan?.id ?? id),
  );
  const unscanned = datasets.filter(({ scan }) => !scan || !isRecent(scan.atUs, params, data.nowUs));
  if (unscanned.length > 0)
    return unproven(`no recent scan of ${unscanned.map(({ name }) => name).join(', ')}`, { inputs });
  const wrong = datasets.flatMap(({ name, personalData, scan }) => {
    const forbidden = profile === 'limited-data-set' ? direct : personalData === 'none' ? null : always;
    const found = Object.keys(scan?.findings ?? {}).filter((type) => forbidden?.includes(type) ?? true);
    return found.length > 0 ? [`${name} holds ${found.join(', ')}`] : [];
  });
  if (wrong.length > 0) return fail(wrong.join('; '), { inputs });
  const unknown = datasets.find(({ personalData }) => personalData === 'unknown');
  if (unknown) return unproven(`whether ${unknown.name} holds personal data is not stated`, { inputs });
  const atUs = Math.min(...datasets.map(({ scan }) => scan?.atUs ?? Infinity));
  return pass('nothing was found that the descriptions do not announce', {
    inputs,
    atUs: Number.isFinite(atUs) ? atUs : null,
  });
};

/** What the detectors find refutes de-identification; that they find nothing does not prove it. */
const deidentified: Run = ({ release }) => {
  const inputs = (release?.datasets ?? []).map(({ name, scan, id }) =>
    input(name, scan ? foundWords(scan.findings) : 'not scanned', scan?.id ?? id),
  );
  const dirty = (release?.datasets ?? []).filter(({ scan }) =>
    Object.keys(scan?.findings ?? {}).some((type) => direct.includes(type)),
  );
  return dirty.length > 0
    ? fail(`identifiers in ${dirty.map(({ name }) => name).join(', ')}`, { inputs })
    : needsConnector('de-identification scanner for names, places and dates, with k-anonymity', { inputs });
};

const sections: readonly (readonly [string, RegExp])[] = [
  ['identity', /identity|model details|overview|general information/i],
  ['intended use', /intended use|uses\b|purpose/i],
  ['data', /\bdata\b|dataset|training data/i],
  ['evaluation', /evaluation|results|performance|metrics/i],
  ['limits and risks', /limit|risk|bias/i],
  ['operation', /operation|deployment|technical|inputs? and outputs?|how to/i],
  ['compliance', /compliance|legal|regulat/i],
];
const modelCard: Run = ({ release }) => {
  if (!release) return unfrozen;
  if (release.models.length === 0) return unproven('the release names no model');
  const lacking = release.models.map(({ name, card }) => {
    const filled = headings(card);
    return {
      name,
      missing: sections.flatMap(([title, words]) => (filled.some((one) => words.test(one)) ? [] : [title])),
    };
  });
  const inputs = lacking.map(({ name, missing }) =>
    input(name, missing.length === 0 ? 'all sections' : `without ${missing.join(', ')}`),
  );
  const incomplete = lacking.filter(({ missing }) => missing.length > 0);
  return incomplete.length > 0
    ? fail(incomplete.map(({ name, missing }) => `${name} lacks ${missing.join(', ')}`).join('; '), {
        inputs,
      })
    : pass('every section of the card is filled in', { inputs });
};

/** The headings of a Markdown text under which something is written. */
function headings(card: string): string[] {
  const found: { title: string; isFilled: boolean }[] = [];
  for (const line of card.split('\n')) {
    const title = /^#{1,6}\s+(.+)$/.exec(line)?.[1];
    if (title !== undefined) found.push({ title, isFilled: false });
    else if (line.trim() !== '') found.forEach((one, at) => at === found.length - 1 && (one.isFilled = true));
  }
  return found.flatMap(({ title, isFilled }) => (isFilled ? [title] : []));
}

/** The checks that read the parts of the release. */
export const partChecks: Readonly<Record<string, Run>> = {
  'scan.prompt-secrets': promptSecrets,
  'scan.dataset-pii': datasetScan,
  'scan.dataset-deid': deidentified,
  'portal.manifest-complete': manifest,
  'portal.modelcard-complete': modelCard,
};
