import { oscalVersion } from './oscal-document';

/** What lies beside the documents of a package. */
export const oscalReadme = (paths: readonly string[]): string =>
  `OSCAL ${oscalVersion} documents made by Countersign. They are no legal advice.

Unpack them into a trestle workspace (trestle init, then unzip there) and run: trestle validate -a
The documents name each other from there: trestle://catalogs/… is catalogs/… beside this file.

${paths.join('\n')}
`;
