/** Credentials by the fixed shapes their issuers document. */
export const keyPatterns: readonly {
  readonly name: string;
  readonly pattern: RegExp;
  readonly score: number;
}[] = [
  { name: 'private key', pattern: /-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----/g, score: 1 },
  { name: 'AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g, score: 1 },
  { name: 'GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{82})\b/g, score: 1 },
  { name: 'GitLab token', pattern: /\bglpat-[\w-]{20}/g, score: 1 },
  { name: 'Anthropic key', pattern: /\bsk-ant-[\w-]{20,200}/g, score: 1 },
  { name: 'OpenAI key', pattern: /\bsk-(?!ant-)(?:proj-|svcacct-)?[A-Za-z0-9_-]{32,200}/g, score: 1 },
  { name: 'Stripe key', pattern: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,99}\b/g, score: 1 },
  { name: 'Slack token', pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,250}/g, score: 1 },
  { name: 'Google API key', pattern: /\bAIza[\w-]{35}(?![\w-])/g, score: 1 },
  { name: 'Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{34}\b/g, score: 1 },
  { name: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, score: 1 },
  { name: 'Countersign token', pattern: /\bcs_[A-Za-z0-9_-]{20,100}(?![\w-])/g, score: 0.9 },
  {
    name: 'JSON web token',
    pattern: /\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{16,1000}(?![\w-])/g,
    score: 0.9,
  },
  {
    name: 'key in an assignment',
    pattern:
      /(?<=\b(?:api[_-]?key|secret|access[_-]?token|password)["']?\s?[:=]\s?["'])[^\s"']{12,200}(?=["'])/gi,
    score: 0.6,
  },
];
