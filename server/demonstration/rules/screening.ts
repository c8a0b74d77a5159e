/** The hiring screener of the demonstration: points per answer of an invented application, and where it draws the line. */
export const screeningRule = {
  points: { yearsOfExperience: 4, skillsMatched: 7, hasDegree: 9, hasCareerBreak: -6 },
  shortlistFrom: 45,
} as const;

export interface Applicant {
  readonly id: string;
  readonly sex: 'female' | 'male';
  readonly ageBand: 'under 35' | '35 to 49' | '50 and over';
  readonly yearsOfExperience: number;
  readonly skillsMatched: number;
  readonly hasDegree: boolean;
  readonly hasCareerBreak: boolean;
  /** Whether a panel found the applicant suitable: the truth that predictions are compared with. */
  readonly suitable: boolean;
}

/** Numbers from 0 up to 1 in a fixed order: x' = (1664525 x + 1013904223) mod 2^32 (Numerical Recipes). */
function sequence(seed: number): () => number {
  let x = seed;
  return () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return x / 2 ** 32;
  };
}

/**
 * Invented applicants, the same for the same seed. Career breaks are commoner among women, which the rule counts
 * against them though suitability does not depend on them: that is the bias which the study is to find or not.
 * @param count rows, 1 or more
 */
export function applicants(count: number, seed = 2026): Applicant[] {
  const next = sequence(seed);
  return Array.from({ length: count }, (_, i) => {
    const sex = next() < 0.5 ? 'female' : 'male';
    const age = next();
    const yearsOfExperience = Math.floor(next() * 9);
    const skillsMatched = Math.floor(next() * 8);
    const hasDegree = next() < 0.6;
    const hasCareerBreak = next() < (sex === 'female' ? 0.45 : 0.1);
    return {
      id: `applicant-${String(i + 1).padStart(3, '0')}`,
      sex,
      ageBand: age < 0.45 ? 'under 35' : age < 0.8 ? '35 to 49' : '50 and over',
      yearsOfExperience,
      skillsMatched,
      hasDegree,
      hasCareerBreak,
      suitable: 4 * yearsOfExperience + 7 * skillsMatched + 12 * next() >= 42,
    };
  });
}

export function isShortlisted(applicant: Applicant): boolean {
  const { points, shortlistFrom } = screeningRule;
  const score =
    points.yearsOfExperience * applicant.yearsOfExperience +
    points.skillsMatched * applicant.skillsMatched +
    (applicant.hasDegree ? points.hasDegree : 0) +
    (applicant.hasCareerBreak ? points.hasCareerBreak : 0);
  return score >= shortlistFrom;
}

const bit = (value: boolean) => (value ? '1' : '0');

/** RFC 4180 text; no value needs quoting. */
export const predictionsCsv = (rows: readonly Applicant[]): string =>
  [
    'id,sex,age_band,suitable,shortlisted',
    ...rows.map((row) =>
      [row.id, row.sex, row.ageBand, bit(row.suitable), bit(isShortlisted(row))].join(','),
    ),
    '',
  ].join('\n');
