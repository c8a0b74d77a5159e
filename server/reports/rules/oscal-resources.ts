import type { ControlState } from '@/server/checklists/rules/control-state';
import { filled, type Json, type OscalCase, type OscalEvidence, prop } from './oscal-document';

export const resourceOf = ({ maker }: OscalCase, evidenceId: string): string =>
  maker.uuid(`resource ${evidenceId}`);

/** The evidence that counts, by the digest of its bytes. */
export const resources = (about: OscalCase): Json | undefined =>
  about.evidence.length === 0
    ? undefined
    : { resources: about.evidence.map((item) => resource(about, item)) };

const resource = (about: OscalCase, { id, type, title, sha256, mediaType, href }: OscalEvidence): Json => ({
  uuid: resourceOf(about, id),
  title,
  props: [...prop('evidence-id', id), ...prop('evidence-type', type)],
  rlinks: [
    filled({
      href,
      'media-type': mediaType ?? undefined,
      hashes: sha256 === null ? [] : [{ algorithm: 'SHA-256', value: sha256 }],
    }),
  ],
});

/** Links to the evidence that counts for a control. */
export const evidenceLinks = (about: OscalCase, { evidence }: ControlState): Json[] =>
  evidence
    .filter(({ id }) => about.evidence.some((item) => item.id === id))
    .map(({ id }) => ({ href: `#${resourceOf(about, id)}`, rel: 'reference' }));
