const shape = /^-?\d+(\.\d+)?$/;
const symbols: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' };

const scaled = (text: string, places: number): bigint => {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + part.padEnd(places, '0').slice(0, places));
  return text.startsWith('-') ? -size : size;
};

const unscaled = (value: bigint, places: number): string => {
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
};

const placesOf = (text: string): number => text.split('.')[1]?.length ?? 0;

/** Exact sum of decimal strings; what is not a decimal string is left out. */
export function sumDecimals(texts: readonly (string | null | undefined)[]): string {
  const terms = texts.filter((text): text is string => typeof text === 'string' && shape.test(text));
  const places = Math.max(0, ...terms.map(placesOf));
  return unscaled(
    terms.reduce((sum, term) => sum + scaled(term, places), 0n),
    places,
  );
}

/** A decimal string rounded half away from zero to `places`, without passing through a float. */
export function roundDecimal(text: string, places: number): string {
  const have = placesOf(text);
  if (have <= places) return unscaled(scaled(text, places), places);
  const unit = 10n ** BigInt(have - places);
  const value = scaled(text, have);
  return unscaled((value + (value < 0n ? -unit : unit) / 2n) / unit, places);
}

/**
 * A decimal string as money: "1234.5" USD → "$1,234.50". Amounts under one cent keep two significant digits
 * ("$0.00042"), so that the price of one call is not shown as zero. "–" when it is not a decimal string.
 */
export function money(amount: string | null | undefined, currency = 'USD'): string {
  if (typeof amount !== 'string' || !shape.test(amount)) return '–';
  const small = /^-?0\.00(0*)[1-9]/.exec(amount);
  const rounded = roundDecimal(amount, small ? (small[1]?.length ?? 0) + 4 : 2);
  const [whole = '0', part = ''] = rounded.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const symbol = symbols[currency];
  const text = `${grouped}.${part}`;
  return `${rounded.startsWith('-') ? '−' : ''}${symbol ? symbol + text : `${text}\u00a0${currency}`}`;
}
