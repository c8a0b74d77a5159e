import { invalid } from '@/server/kernel/refusal';
import type { Source, ProfileSource } from '../rules/oscal-resolve';
import { type OscalCatalog, oscalLimits, type OscalProfile } from '../schema/oscal';
import { packLimits } from '../schema/pack';
import { oscalDocument, type OscalRead } from './oscal-document';

export interface OscalFile {
  readonly name: string;
  readonly content: string;
}
/** The catalog of a framework of the organisation that a uuid or a trestle:// path names. */
export type OwnCatalogs = (
  by: { readonly framework: string } | { readonly uuid: string },
) => Promise<{ readonly name: string; readonly catalog: OscalCatalog } | undefined>;

interface Given {
  readonly files: readonly OscalFile[];
  readonly own: OwnCatalogs;
  readonly note: (message: string) => void;
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
const lastPart = (href: string) =>
  decoded(href.split(/[?#]/)[0] ?? '')
    .split('/')
    .at(-1) ?? '';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * What the imports of a profile name: files that came with it, its own attachments, and the organisation's frameworks.
 * Nothing is fetched from anywhere.
 * @throws Refusal invalid naming the import
 */
export async function sourcesOf(profile: OscalProfile, given: Given): Promise<ProfileSource> {
  const read = new Map<string, OscalRead>();
  const documentOf = ({ name, content }: OscalFile): OscalRead => {
    const known = read.get(content) ?? oscalDocument(content, name);
    read.set(content, known);
    return known;
  };
  let followed = 0;
  const follow = () => {
    followed += 1;
    if (followed > oscalLimits.imports)
      throw invalid('content', `The profiles have more than ${oscalLimits.imports} imports together`);
  };
  return gathered(profile, [], { ...given, documentOf, follow });
}

interface Finder extends Given {
  readonly documentOf: (file: OscalFile) => OscalRead;
  /** Counts an import: profiles that import one another twice would multiply. */
  readonly follow: () => void;
}

async function gathered(
  profile: OscalProfile,
  through: readonly OscalProfile[],
  finder: Finder,
): Promise<ProfileSource> {
  const trail = [...through, profile];
  const titles = trail.map(({ metadata }) => metadata.title.slice(0, 80));
  if (through.includes(profile))
    throw invalid('content', `The profiles import each other in a circle: ${titles.join(' → ')}`);
  if (trail.length > oscalLimits.profiles)
    throw invalid('content', `More than ${oscalLimits.profiles} profiles import one another`);
  const sources: Source[] = [];
  for (const [n, { href }] of profile.imports.entries()) {
    finder.follow();
    const found = await lookedUp(href, profile, finder);
    if (!found)
      throw invalid(
        'content',
        `At profile.imports.${n}.href: ${href.slice(0, 200)} is not here. Nothing is fetched: send this catalog ` +
          'together with the profile, or name a framework of yours as trestle://catalogs/ID/catalog.json',
      );
    const { name, document } = found;
    sources.push(
      document.kind === 'catalog'
        ? { kind: 'catalog', name, catalog: document.catalog }
        : { kind: 'profile', name, profile: await gathered(document.profile, trail, finder) },
    );
  }
  return { profile, sources };
}

interface Named {
  readonly name: string;
  readonly document: OscalRead;
}

async function lookedUp(href: string, profile: OscalProfile, finder: Finder): Promise<Named | undefined> {
  const named = href.startsWith('#') ? await attached(href, profile, finder) : await byHref(href, finder);
  if (named || profile.imports.length > 1 || finder.files.length !== 1) return named;
  const [only] = finder.files;
  if (!only) return undefined;
  const document = finder.documentOf(only);
  if (document.kind === 'profile' && document.profile === profile) return undefined;
  finder.note(`${href.slice(0, 200)} is taken from ${only.name}, the one file that came with the profile`);
  return { name: only.name, document };
}

/** An attachment of the profile, or a link that the attachment gives. */
async function attached(href: string, profile: OscalProfile, finder: Finder): Promise<Named | undefined> {
  const wanted = href.slice(1).toLowerCase();
  const resource = profile['back-matter']?.resources?.find(({ uuid }) => uuid.toLowerCase() === wanted);
  if (!resource) return undefined;
  if (resource.base64) {
    const { filename: name = resource.title ?? href, value } = resource.base64;
    if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value))
      throw invalid('content', `The attachment ${href} is not base64`);
    const content = Buffer.from(value, 'base64').toString('utf8');
    if (content.length > packLimits.characters)
      throw invalid('content', `The attachment ${href} is larger than ${packLimits.characters} characters`);
    return { name, document: finder.documentOf({ name, content }) };
  }
  for (const link of resource.rlinks ?? []) {
    const found = link.href.startsWith('#') ? undefined : await byHref(link.href, finder);
    if (found) return found;
  }
  return undefined;
}

const trestle = /^trestle:\/\/(catalogs\/([^/]+)\/catalog)\.(json|ya?ml)$/;

/** A file that is called as the href, in a trestle workspace by its whole path there; else by its last part. */
function isCalled(name: string, href: string): boolean {
  const [, path, framework] = trestle.exec(href) ?? [];
  if (name === href) return true;
  if (path === undefined) return lastPart(name) === lastPart(href);
  return name === `catalog-${framework}.json` || name.replace(/\.(json|ya?ml)$/, '').endsWith(path);
}

async function byHref(href: string, finder: Finder): Promise<Named | undefined> {
  const alike = finder.files.filter(({ name }) => isCalled(name, href));
  if (alike.length > 1) throw invalid('files', `${alike.length} files could be ${href.slice(0, 200)}`);
  const [file] = alike;
  if (file) return { name: file.name, document: finder.documentOf(file) };
  const uuid = href.replace(/^urn:uuid:/i, '').toLowerCase();
  for (const one of isUuid(uuid) ? finder.files : []) {
    const document = finder.documentOf(one);
    const { uuid: its } = document.kind === 'catalog' ? document.catalog : document.profile;
    if (its?.toLowerCase() === uuid) return { name: one.name, document };
  }
  const framework = trestle.exec(href)?.[2];
  if (!isUuid(uuid) && framework === undefined) return undefined;
  const own = await finder.own(framework === undefined ? { uuid } : { framework });
  return own && { name: own.name, document: { kind: 'catalog', catalog: own.catalog } };
}
