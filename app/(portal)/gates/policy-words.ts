/** How the parts of a policy are called on the pages. */
export const stages = [
  { value: 'development', label: 'Development' },
  { value: 'staging', label: 'Staging' },
  { value: 'production', label: 'Production' },
] as const;

export const methods = [
  { value: 'password', label: 'Password again' },
  { value: 'oidc-stepup', label: 'Fresh sign-in at the identity provider' },
  { value: 'password+totp', label: 'Password and one-time code (not offered by this version)' },
  { value: 'webauthn-uv', label: 'Passkey (not offered by this version)' },
] as const;

export const forbidden = [
  { value: 'author', label: 'Authors of the release' },
  { value: 'evaluator_owner', label: 'Owners of its suites and studies' },
  { value: 'requester', label: 'Whoever submitted it' },
] as const;

export const labelOf = (
  options: readonly { readonly value: string; readonly label: string }[],
  value: string,
): string => options.find((option) => option.value === value)?.label ?? value;

export const quorumWords = (quorum: readonly { readonly role: string; readonly n: number }[]): string =>
  quorum.map(({ role, n }) => `${n} × ${role.replaceAll('_', ' ')}`).join(', ');
