/** How long things last that let somebody in, in seconds. Two idle hours end a session too (find_session). */
export const sessionSeconds = 12 * 3600;
export const invitationSeconds = 7 * 86_400;
export const longestTokenDays = 90;

/** @param nowUs microseconds since the epoch */
export function tokenStateAt(
  { revokedAt, expiresAt }: { readonly revokedAt: Date | null; readonly expiresAt: Date },
  nowUs: number,
) {
  if (revokedAt !== null) return 'revoked';
  return expiresAt.getTime() * 1000 < nowUs ? 'expired' : 'active';
}
