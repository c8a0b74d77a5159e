import { precondition } from '@/server/kernel/refusal';
import { assessmentPlanOf, assessmentResultsOf } from './oscal-assessment';
import { catalogOf } from './oscal-catalog';
import {
  applicable,
  fileOf,
  type OscalCase,
  type OscalDocument,
  type OscalModel,
  slugOf,
} from './oscal-document';
import { profileOf } from './oscal-profile';
import { planOfActionOf } from './oscal-risks';
import { componentDefinitionOf, systemSecurityPlanOf } from './oscal-system';

export interface OscalFile {
  readonly path: string;
  readonly model: OscalModel;
  readonly document: OscalDocument;
}

/**
 * All documents about a system or a release, with paths as in a trestle workspace. A system has no assessment before
 * its first release; where nothing is open there is no plan of action.
 * @throws Refusal precondition when no control applies, for OSCAL knows no empty profile
 */
export function oscalPackage(about: OscalCase): OscalFile[] {
  if (applicable(about).length === 0)
    throw precondition(
      'No control applies, so there is nothing that OSCAL could say: choose frameworks first',
    );
  const slug = slugOf(about);
  const one = (model: OscalModel, document: OscalDocument | undefined): OscalFile[] =>
    document ? [{ path: fileOf(model, slug), model, document }] : [];
  const applies = new Set(applicable(about).map(({ controlId }) => controlId));
  const packs = about.packs.filter(({ controls }) => controls.some(({ id }) => applies.has(id)));
  return [
    ...packs.map((pack) => ({
      path: fileOf('catalog', pack.id),
      model: 'catalog' as const,
      document: catalogOf(about.maker, pack),
    })),
    ...one('profile', profileOf(about)),
    ...one('component-definition', componentDefinitionOf(about)),
    ...one('system-security-plan', systemSecurityPlanOf(about)),
    ...(about.release
      ? [
          ...one('assessment-plan', assessmentPlanOf(about)),
          ...one('assessment-results', assessmentResultsOf(about)),
        ]
      : []),
    ...one('plan-of-action-and-milestones', planOfActionOf(about)),
  ];
}
