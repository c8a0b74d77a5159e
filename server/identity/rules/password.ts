import { invalid } from '@/server/kernel/refusal';

const fewestDifferent = 6;

/** Length is the schema's; this refuses what is long and still the first guess.
 *  @throws Refusal invalid on `password` */
export function assertGoodPassword(password: string, email: string): void {
  const lower = password.toLowerCase();
  const local = email.split('@')[0] ?? '';
  if (new Set(lower).size < fewestDifferent) {
    throw invalid('password', `password must have at least ${fewestDifferent} different characters`);
  }
  if (local.length >= 4 && lower.includes(local)) {
    throw invalid('password', 'password must not contain your e-mail address');
  }
}
