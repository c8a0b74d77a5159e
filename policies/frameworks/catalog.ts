import checkData from './_meta/checks.json';
import crosswalkData from './_meta/crosswalk.json';
import evidenceData from './_meta/evidence_types.json';
import lawData from './_meta/law_status.json';
import type {
  Check,
  Control,
  CrosswalkTheme,
  EvidenceType,
  Framework,
  FrameworkId,
  LawStatus,
} from './contract';
import euAiAct from './eu-ai-act.json';
import fda21Cfr11 from './fda-21cfr11.json';
import gdpr from './gdpr.json';
import hipaa from './hipaa.json';
import iso42001 from './iso-42001.json';
import nistAiRmf from './nist-ai-rmf.json';
import usStateAi from './us-state-ai.json';

/** TypeScript reads a file's words as `string`; catalog.test.ts proves each pack against its JSON Schema. */
const packOf = (data: unknown) => data as readonly Control[];

const packs: Readonly<Record<FrameworkId, readonly Control[]>> = {
  gdpr: packOf(gdpr),
  hipaa: packOf(hipaa),
  'eu-ai-act': packOf(euAiAct),
  'nist-ai-rmf': packOf(nistAiRmf),
  'iso-42001': packOf(iso42001),
  'us-state-ai': packOf(usStateAi),
  'fda-21cfr11': packOf(fda21Cfr11),
};

export const evidenceTypes = evidenceData as unknown as readonly EvidenceType[];
export const checks = checkData as unknown as readonly Check[];
export const crosswalk = crosswalkData as unknown as readonly CrosswalkTheme[];
const laws = lawData as unknown as readonly LawStatus[];

const lawOf = (id: string) => laws.filter((law) => law.id === id);
const framework = (
  id: FrameworkId,
  title: string,
  nature: Framework['nature'],
  offered: boolean,
  law: readonly LawStatus[] = lawOf(id),
): Framework => ({ id, title, nature, controls: packs[id].length, offered, law });

export const frameworks: readonly Framework[] = [
  framework('gdpr', 'EU General Data Protection Regulation', 'law', true),
  framework('hipaa', 'HIPAA Privacy, Security and Breach Notification Rules', 'law', true),
  framework('eu-ai-act', 'EU AI Act', 'law', false),
  framework(
    'nist-ai-rmf',
    'NIST AI Risk Management Framework with the Generative AI Profile',
    'framework',
    false,
  ),
  framework('iso-42001', 'ISO/IEC 42001 Annex A', 'standard', false),
  framework(
    'us-state-ai',
    'US state and city AI law',
    'law',
    false,
    laws.filter((law) => law.id.startsWith('us-')),
  ),
  framework('fda-21cfr11', 'FDA 21 CFR Part 11', 'law', false),
];

const controlMap = new Map(Object.values(packs).flatMap((pack) => pack.map((c) => [c.id, c] as const)));
const evidenceMap = new Map(evidenceTypes.map((type) => [type.id, type]));
const checkMap = new Map(checks.map((check) => [check.id, check]));

/** The pack as published; empty for an id that names no pack. */
export const controlsOf = (id: string): readonly Control[] =>
  Object.hasOwn(packs, id) ? packs[id as FrameworkId] : [];
export const controlById = (id: string): Control | undefined => controlMap.get(id);
export const evidenceTypeById = (id: string): EvidenceType | undefined => evidenceMap.get(id);
export const checkById = (id: string): Check | undefined => checkMap.get(id);

/**
 * Names the exact text of a pack in a manifest: the SHA-256 of its canonical bytes.
 * @param canonical the bytes that stand for the pack, an array of controls; the same for the same content
 * @param sha256 lower-case hex of the hash
 * @returns `sha256:` and 64 hex digits
 */
export const frameworkDigest = (
  id: FrameworkId,
  canonical: (value: unknown) => Uint8Array,
  sha256: (bytes: Uint8Array) => string,
): string => `sha256:${sha256(canonical(packs[id]))}`;
