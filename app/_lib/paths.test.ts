import { describe, expect, it } from 'vitest';
import { paths, withQuery } from './paths';

describe('paths', () => {
  it('keeps every address', () => {
    const all = Object.entries(paths).map(([name, path]) => {
      const names = Array.from({ length: path.length }, (_, index) => `id${index + 1}`);
      return `${name} ${(path as (...ids: string[]) => string)(...names)}`;
    });
    expect(all).toMatchInlineSnapshot(`
      [
        "overview /",
        "inbox /inbox",
        "systems /systems",
        "newSystem /systems/new",
        "system /systems/id1",
        "systemFacts /systems/id1/facts",
        "models /models",
        "newModel /models/new",
        "model /models/id1",
        "newModelVersion /models/id1/versions/new",
        "modelVersion /models/id1/versions/id2",
        "prompts /prompts",
        "newPrompt /prompts/new",
        "prompt /prompts/id1",
        "newPromptVersion /prompts/id1/versions/new?from=id2",
        "promptVersion /prompts/id1/versions/id2",
        "tryPrompt /prompts/id1/versions/id2/try",
        "promptDiff /prompts/id1/diff?from=id2&to=id3",
        "vendors /vendors",
        "newVendor /vendors/new",
        "vendor /vendors/id1",
        "datasets /datasets",
        "newDataset /datasets/new",
        "dataset /datasets/id1",
        "newDatasetVersion /datasets/id1/versions/new",
        "uploadDatasetVersion /api/v1/datasets/id1/versions?message=id2&from=id3",
        "datasetVersion /datasets/id1/versions/id2",
        "evaluations /evaluations",
        "newSuite /evaluations/suites/new",
        "importSuite /api/v1/suite-imports",
        "suite /evaluations/suites/id1",
        "newRun /evaluations/suites/id1/run",
        "newSuiteVersion /evaluations/suites/id1/versions/new",
        "run /evaluations/runs/id1",
        "compareRun /evaluations/runs/id1/compare",
        "runProgress /api/v1/runs/id1/progress",
        "suiteSchema /api/v1/suite-schema",
        "exportRun /api/v1/runs/id1/export?format=id2",
        "uploadRecorded /api/v1/suite-versions/id1/recorded-runs?0=i&1=d&2=2",
        "evaluators /evaluators",
        "evaluator /evaluators/id1",
        "judges /judges",
        "newJudge /judges/new",
        "judge /judges/id1",
        "calibrateJudge /judges/id1/calibrate",
        "calibrations /judges/calibrations",
        "calibration /judges/calibrations/id1",
        "comparison /judges/comparisons/id1",
        "reviews /reviews",
        "newReview /reviews/new?0=i&1=d&2=1",
        "review /reviews/id1",
        "labelReview /reviews/id1/label",
        "bias /bias",
        "newStudy /bias/new",
        "study /bias/id1",
        "findings /findings",
        "newFinding /findings/new?0=i&1=d&2=1",
        "finding /findings/id1",
        "incidents /incidents",
        "newIncident /incidents/new",
        "incident /incidents/id1",
        "frameworks /frameworks",
        "coverage /frameworks/coverage",
        "coverageFile /api/v1/coverage.csv",
        "newFramework /frameworks/new",
        "framework /frameworks/id1",
        "newFrameworkDraft /frameworks/drafts/new",
        "frameworkDraft /frameworks/drafts/id1",
        "draftControl /frameworks/drafts/id1/control?control=id2",
        "frameworkRevision /frameworks/id1/revisions/id2",
        "control /frameworks/id1/id2",
        "checklists /checklists",
        "checklist /checklists/id1/id2",
        "checklistControls /checklists/id1/id2/controls",
        "checklistEvidence /checklists/id1/id2/evidence",
        "evidenceList /evidence",
        "newEvidence /evidence/new",
        "evidence /evidence/id1",
        "releases /releases",
        "newRelease /releases/new",
        "release /releases/id1",
        "editRelease /releases/id1/edit",
        "signRelease /releases/id1/sign",
        "gates /gates",
        "environment /gates/id1",
        "decision /gates/decisions/id1",
        "signoffs /signoff",
        "audit /audit",
        "auditEvent /audit/id1",
        "reports /reports",
        "settings /settings",
        "people /settings/people",
        "person /settings/people/id1",
        "tokens /settings/tokens",
        "signInSettings /settings/sign-in",
        "keys /settings/keys",
        "organisation /settings/organisation",
        "signIn /sign-in?returnTo=id1",
        "setUp /set-up",
        "invitation /invitations/id1",
      ]
    `);
  });

  it('leaves nothing of an id unescaped', () => {
    expect(paths.model('../a b?c#d')).toBe('/models/..%2Fa%20b%3Fc%23d');
    expect(paths.signIn('/releases?x=1')).toBe('/sign-in?returnTo=%2Freleases%3Fx%3D1');
  });

  it('leaves empty parameters out', () => {
    expect(withQuery('/models', { q: '', status: null, page: 0 })).toBe('/models?page=0');
    expect(withQuery('/models', {})).toBe('/models');
  });
});
