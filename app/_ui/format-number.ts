const whole = new Intl.NumberFormat('en-GB');
const missing = '–';

const finite = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** A number with at most `digits` decimals (default 2) and grouped thousands; "–" when it is not finite. */
export function number(value: number | null | undefined, digits = 2): string {
  if (!finite(value)) return missing;
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits }).replace(/^-0$/, '0');
}

/** Always `digits` decimals, for columns that line up; "–" when it is not finite. */
export function fixed(value: number | null | undefined, digits = 2): string {
  if (!finite(value)) return missing;
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A ratio in 0..1 as a percentage with always `digits` decimals: 0.931 → "93.1 %". */
export function percent(ratio: number | null | undefined, digits = 1): string {
  return finite(ratio) ? `${fixed(ratio * 100, digits)}\u00a0%` : missing;
}

/** "1 release", "2 releases"; the plural can be given. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${whole.format(n)} ${n === 1 ? one : many}`;
}

/** 12_345 → "12.3k", 4_200_000 → "4.2M"; for counters where room is short. */
export function compact(value: number | null | undefined): string {
  if (!finite(value)) return missing;
  return value.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 }).replace('K', 'k');
}

/** Bytes in decimal units, as disks and browsers name them: 1_500_000 → "1.5 MB". */
export function bytes(size: number | null | undefined): string {
  if (!finite(size)) return missing;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = size < 1000 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), units.length - 1);
  return `${number(size / 1000 ** power, power === 0 ? 0 : 1)}\u00a0${units[power]}`;
}

/** Milliseconds for people: 840 → "840 ms", 61_000 → "1 m 1 s", 90_000_000 → "1 d 1 h". */
export function duration(ms: number | null | undefined): string {
  if (!finite(ms)) return missing;
  if (ms < 1000) return `${number(ms, ms < 10 ? 1 : 0)}\u00a0ms`;
  if (ms < 60_000) return `${number(ms / 1000, 1)}\u00a0s`;
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([n]) => n > 0);
  return parts
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n}\u00a0${unit}`)
    .join(' ');
}
