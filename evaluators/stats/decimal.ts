/** Exact decimals as strings ("0.0009541"): BigInt digits and a scale, never floats. Money only ever has this form. */
interface Digits {
  readonly units: bigint;
  readonly scale: number;
}

const pattern = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

function read(text: string): Digits {
  const match = pattern.exec(text);
  if (!match) throw new RangeError(`"${text.slice(0, 40)}" is not a decimal number`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const units = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

function write({ units, scale }: Digits): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return fraction === '' ? `${whole === '0' ? '' : sign}${whole}` : `${sign}${whole}.${fraction}`;
}

const scaledTo = ({ units, scale }: Digits, target: number): bigint => units * 10n ** BigInt(target - scale);

/** Exact sum; the empty sum is "0". Trailing zeros are dropped. */
export const sumDecimals = (values: readonly string[]): string =>
  write(
    values.reduce(
      (sum: Digits, value) => {
        const next = read(value);
        const scale = Math.max(sum.scale, next.scale);
        return { units: scaledTo(sum, scale) + scaledTo(next, scale), scale };
      },
      { units: 0n, scale: 0 },
    ),
  );

/** Exact product. */
export function multiplyDecimals(a: string, b: string): string {
  const [x, y] = [read(a), read(b)];
  return write({ units: x.units * y.units, scale: x.scale + y.scale });
}

/** The value divided by 10^places: exact, because only the point moves. */
export const shiftDecimal = (value: string, places: number): string => {
  const { units, scale } = read(value);
  return write({ units, scale: scale + places });
};

/** The decimal that a double was written as in its source: 0.1 gives "0.1". Finite numbers only. */
export function decimalOf(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a decimal number`);
  return write(read(String(value)));
}

/** True for a plain decimal string such as "12.50" (no sign, no exponent). */
export const isDecimal = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);
