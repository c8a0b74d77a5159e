const leading = /^(.*?\b(?:Art\.|Arts|CFR|Annex|§|§§)\s)(.+)$/;

/** "GDPR Art. 13(1); GDPR Art. 13(2); GDPR Art. 14(5)" as "GDPR Art. 13(1), 13(2), 14(5)". */
export function provisionWords(citation: string): string {
  let lead: string | undefined;
  return citation
    .split('; ')
    .map((part, index) => {
      const [, before, rest = part] = leading.exec(part) ?? [];
      const isSame = before !== undefined && before === lead;
      lead = before;
      return isSame ? `, ${rest}` : `${index === 0 ? '' : '; '}${part}`;
    })
    .join('');
}
