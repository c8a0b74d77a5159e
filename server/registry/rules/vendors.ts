/** Member states of the European Economic Area (Regulation (EU) 2016/679 is part of the EEA Agreement since 2018). */
const eea = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);
export const isInEea = (country: string): boolean => eea.has(country);

/** A vendor that a system uses or used. */
export interface UsedVendor {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly roles: readonly string[];
  readonly services: string;
  readonly receivesData: boolean;
  readonly isEnded: boolean;
}

/** Evidence types that only matter where data go. */
const aboutData = ['doc.dpa', 'doc.baa', 'att.processor', 'att.vendor-no-train', 'doc.transfer-instrument'];

/** The vendors that an evidence type is not asked of, by type. */
export function exemptVendors(vendors: readonly UsedVendor[]): Readonly<Record<string, readonly string[]>> {
  const noData = vendors.filter(({ receivesData }) => !receivesData).map(({ id }) => id);
  const near = vendors.filter(({ country }) => isInEea(country)).map(({ id }) => id);
  return Object.fromEntries(
    aboutData.map((type) => [type, type === 'doc.transfer-instrument' ? [...noData, ...near] : noData]),
  );
}
