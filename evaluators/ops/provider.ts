const providers: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)openai\.azure\.com$/, 'azure'],
  [/(^|\.)openai\.com$/, 'openai'],
  [/(^|\.)mistral\.ai$/, 'mistral'],
  [/(^|\.)cohere\.(ai|com)$/, 'cohere'],
  [/(^|\.)googleapis\.com$/, 'google'],
];

/** The provider, as price lists name it, that answers at an address; null for any other host. */
export function providerAt(url: string): string | null {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return providers.find(([pattern]) => pattern.test(host))?.[1] ?? null;
}
