interface Voidable {
  readonly withdrawnAtUs: number | null;
  readonly withdrawnReason: string | null;
  readonly isOutdated: boolean;
}

/** Why a signature no longer counts, in words; null while it does. */
export function voidedBecause({ withdrawnAtUs, withdrawnReason, isOutdated }: Voidable): string | null {
  if (withdrawnAtUs !== null) return `Withdrawn: ${withdrawnReason ?? ''}`;
  return isOutdated ? 'The answers about the system changed since' : null;
}
