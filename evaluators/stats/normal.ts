/** Inverse of the standard normal distribution (Acklam's approximation, one Halley step): |error| < 1e-14. p in (0, 1). */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability must lie between 0 and 1, not ${p}`);
  const rough = acklam(p);
  const error = normalCdf(rough) - p;
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp(rough ** 2 / 2);
  return rough - step / (1 + (rough * step) / 2);
}

/** z of a two-sided interval; `confidence` in (0, 1). 0.95 gives 1.959964. */
export const zTwoSided = (confidence: number): number => normalQuantile(1 - (1 - confidence) / 2);

/** z of a one-sided bound; `confidence` in (0, 1). 0.95 gives 1.644854. */
export const zOneSided = (confidence: number): number => normalQuantile(confidence);

/** Standard normal distribution function. */
export const normalCdf = (x: number): number => (x > 0 ? 1 - upperTail(x) : upperTail(-x));

/** Two-sided p value of a standard normal statistic. */
export const normalPValue = (z: number): number => Math.min(1, 2 * upperTail(Math.abs(z)));

/** P(Z > x) for x >= 0: half of the upper regularised gamma function Q(1/2, x²/2). */
function upperTail(x: number): number {
  return x === 0 ? 0.5 : gammaUpper(0.5, x ** 2 / 2) / 2;
}

/** P(chi-square with `degrees` degrees of freedom >= statistic). */
export const chiSquarePValue = (statistic: number, degrees: number): number =>
  statistic <= 0 ? 1 : gammaUpper(degrees / 2, statistic / 2);

/** Q(a, x), the upper regularised incomplete gamma function: series below a + 1, Lentz's continued fraction above. */
function gammaUpper(a: number, x: number): number {
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < 1000 && term > sum * 1e-17; k++) sum += term *= x / (a + k);
    return 1 - sum * scale;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 1000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return scale * h;
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0 (Lanczos, g = 7, nine terms). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const y = x - 1;
  const sum = lanczos.reduce((total, c, i) => total + c / (y + i + 1), 0.9999999999998099);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

function acklam(p: number): number {
  if (p > 0.5) return -acklam(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return (
      horner(
        q,
        [
          -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
          4.374664141464968, 2.938163982698783,
        ],
      ) / horner(q, [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1])
    );
  }
  const q = p - 0.5;
  const r = q * q;
  return (
    (q *
      horner(
        r,
        [
          -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
          2.506628277459239,
        ],
      )) /
    horner(
      r,
      [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
    )
  );
}

const horner = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduce((sum, c) => sum * x + c, 0);
