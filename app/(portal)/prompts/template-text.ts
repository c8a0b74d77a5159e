import type { Template } from '@/server/prompts/schema';

/** A template as one text, for reading and comparing; a chat has a line with the role above each message. */
export const templateText = (template: Template): string =>
  typeof template === 'string'
    ? template
    : template.map(({ role, content }) => `── ${role} ──\n${content}`).join('\n\n');
