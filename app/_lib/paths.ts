/** The parameters of a page's address; empty ones are left out. */
export type Query = Readonly<Record<string, string | number | null | undefined>>;

const at = (...segments: readonly string[]): string => `/${segments.map(encodeURIComponent).join('/')}`;

/** An address with its query, in the order given: withQuery('/models', { q: 'triage' }) → "/models?q=triage". */
export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value == null || value === '' ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}

/** Every page of the portal. No address is written anywhere else. */
export const paths = {
  overview: () => '/',
  inbox: () => '/inbox',

  systems: () => at('systems'),
  newSystem: () => at('systems', 'new'),
  system: (systemId: string) => at('systems', systemId),
  systemFacts: (systemId: string) => at('systems', systemId, 'facts'),
  models: () => at('models'),
  newModel: () => at('models', 'new'),
  model: (modelId: string) => at('models', modelId),
  newModelVersion: (modelId: string) => at('models', modelId, 'versions', 'new'),
  modelVersion: (modelId: string, versionId: string) => at('models', modelId, 'versions', versionId),
  prompts: () => at('prompts'),
  newPrompt: () => at('prompts', 'new'),
  prompt: (promptId: string) => at('prompts', promptId),
  newPromptVersion: (promptId: string, from?: string) =>
    withQuery(at('prompts', promptId, 'versions', 'new'), { from }),
  promptVersion: (promptId: string, versionId: string) => at('prompts', promptId, 'versions', versionId),
  tryPrompt: (promptId: string, versionId: string) => at('prompts', promptId, 'versions', versionId, 'try'),
  promptDiff: (promptId: string, from: string, to: string) =>
    withQuery(at('prompts', promptId, 'diff'), { from, to }),
  vendors: () => at('vendors'),
  newVendor: () => at('vendors', 'new'),
  vendor: (vendorId: string) => at('vendors', vendorId),
  datasets: () => at('datasets'),
  newDataset: () => at('datasets', 'new'),
  dataset: (datasetId: string) => at('datasets', datasetId),
  newDatasetVersion: (datasetId: string) => at('datasets', datasetId, 'versions', 'new'),
  /** Not a page: where the file of a new version is sent. */
  uploadDatasetVersion: (datasetId: string, message: string, from?: string) =>
    withQuery(at('api', 'v1', 'datasets', datasetId, 'versions'), { message, from }),
  datasetVersion: (datasetId: string, versionId: string) => at('datasets', datasetId, 'versions', versionId),

  evaluations: () => at('evaluations'),
  newSuite: () => at('evaluations', 'suites', 'new'),
  importSuite: (step: 'preview' | 'import') =>
    at('api', 'v1', 'suite-imports', ...(step === 'preview' ? ['previews'] : [])),
  suite: (suiteId: string) => at('evaluations', 'suites', suiteId),
  newRun: (suiteId: string) => at('evaluations', 'suites', suiteId, 'run'),
  newSuiteVersion: (suiteId: string) => at('evaluations', 'suites', suiteId, 'versions', 'new'),
  run: (runId: string) => at('evaluations', 'runs', runId),
  compareRun: (runId: string) => at('evaluations', 'runs', runId, 'compare'),
  runProgress: (runId: string) => at('api', 'v1', 'runs', runId, 'progress'),
  suiteSchema: () => '/api/v1/suite-schema',
  exportRun: (runId: string, format: string) =>
    withQuery(at('api', 'v1', 'runs', runId, 'export'), { format }),
  uploadRecorded: (suiteVersionId: string, query: Query) =>
    withQuery(at('api', 'v1', 'suite-versions', suiteVersionId, 'recorded-runs'), query),
  evaluators: () => at('evaluators'),
  evaluator: (evaluatorId: string) => at('evaluators', evaluatorId),
  judges: () => at('judges'),
  newJudge: () => at('judges', 'new'),
  judge: (judgeId: string) => at('judges', judgeId),
  calibrateJudge: (judgeId: string) => at('judges', judgeId, 'calibrate'),
  /** Not a page: one calibration's stands below it. */
  calibrations: () => at('judges', 'calibrations'),
  calibration: (judgingId: string) => at('judges', 'calibrations', judgingId),
  comparison: (judgingId: string) => at('judges', 'comparisons', judgingId),
  reviews: () => at('reviews'),
  newReview: (about: { readonly run?: string }) => withQuery(at('reviews', 'new'), about),
  review: (queueId: string) => at('reviews', queueId),
  labelReview: (queueId: string) => at('reviews', queueId, 'label'),
  bias: () => at('bias'),
  newStudy: () => at('bias', 'new'),
  study: (studyId: string) => at('bias', studyId),

  findings: () => at('findings'),
  newFinding: (about?: { readonly release: string }) => withQuery(at('findings', 'new'), about ?? {}),
  finding: (findingId: string) => at('findings', findingId),
  incidents: () => at('incidents'),
  newIncident: () => at('incidents', 'new'),
  incident: (incidentId: string) => at('incidents', incidentId),

  frameworks: () => at('frameworks'),
  coverage: () => at('frameworks', 'coverage'),
  coverageFile: () => at('api', 'v1', 'coverage.csv'),
  newFramework: () => at('frameworks', 'new'),
  framework: (frameworkId: string) => at('frameworks', frameworkId),
  newFrameworkDraft: () => at('frameworks', 'drafts', 'new'),
  frameworkDraft: (frameworkId: string) => at('frameworks', 'drafts', frameworkId),
  draftControl: (frameworkId: string, control?: string) =>
    withQuery(at('frameworks', 'drafts', frameworkId, 'control'), { control }),
  frameworkRevision: (frameworkId: string, revision: number) =>
    at('frameworks', frameworkId, 'revisions', String(revision)),
  control: (frameworkId: string, controlId: string) => at('frameworks', frameworkId, controlId),
  checklists: () => at('checklists'),
  checklist: (releaseId: string, environmentId: string) => at('checklists', releaseId, environmentId),
  checklistControls: (releaseId: string, environmentId: string) =>
    at('checklists', releaseId, environmentId, 'controls'),
  checklistEvidence: (releaseId: string, environmentId: string) =>
    at('checklists', releaseId, environmentId, 'evidence'),
  evidenceList: () => at('evidence'),
  newEvidence: () => at('evidence', 'new'),
  evidence: (evidenceId: string) => at('evidence', evidenceId),

  releases: () => at('releases'),
  newRelease: () => at('releases', 'new'),
  release: (releaseId: string) => at('releases', releaseId),
  editRelease: (releaseId: string) => at('releases', releaseId, 'edit'),
  signRelease: (releaseId: string) => at('releases', releaseId, 'sign'),
  gates: () => at('gates'),
  environment: (environmentId: string) => at('gates', environmentId),
  decision: (decisionId: string) => at('gates', 'decisions', decisionId),
  signoffs: () => at('signoff'),

  audit: () => at('audit'),
  auditEvent: (eventId: string) => at('audit', eventId),
  reports: () => at('reports'),

  settings: () => at('settings'),
  people: () => at('settings', 'people'),
  person: (personId: string) => at('settings', 'people', personId),
  tokens: () => at('settings', 'tokens'),
  signInSettings: () => at('settings', 'sign-in'),
  keys: () => at('settings', 'keys'),
  organisation: () => at('settings', 'organisation'),

  signIn: (returnTo?: string) => withQuery(at('sign-in'), { returnTo }),
  setUp: () => at('set-up'),
  invitation: (token: string) => at('invitations', token),
} as const;
