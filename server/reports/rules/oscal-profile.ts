import {
  applicable,
  hrefOf,
  metadata,
  type OscalCase,
  type OscalDocument,
  subjectName,
  titleOf,
} from './oscal-document';

export const versionOf = ({ release, maker }: OscalCase): string =>
  release?.version ?? maker.madeAt.slice(0, 10);

/** The controls that apply, or may apply until their facts are answered, out of the catalogs they come from. */
export function profileOf(about: OscalCase): OscalDocument {
  const applies = new Set(applicable(about).map(({ controlId }) => controlId));
  const imports = about.packs.flatMap(({ id, controls }) => {
    const chosen = controls.filter((control) => applies.has(control.id)).map((control) => control.id);
    return chosen.length === 0
      ? []
      : [{ href: hrefOf('catalog', id), 'include-controls': [{ 'with-ids': chosen }] }];
  });
  return {
    profile: {
      uuid: about.maker.uuid(`profile ${subjectName(about)} ${about.maker.madeAt}`),
      metadata: metadata(about.maker, `Controls that apply: ${titleOf(about)}`, versionOf(about)),
      imports,
      merge: { 'as-is': true },
    },
  };
}
