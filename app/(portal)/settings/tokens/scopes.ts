/** What a token may be limited to, in the words of the form and of the list. */
export const scopes = [
  { value: 'read', label: 'Read', hint: 'See what its owner sees.' },
  { value: 'write', label: 'Write', hint: 'Register, run, upload, freeze and submit.' },
  { value: 'gate:check', label: 'Ask the gate', hint: 'Gate decisions and nothing else.' },
];

export const scopeLabel = (scope: string): string =>
  scopes.find(({ value }) => value === scope)?.label ?? scope;
