import { InputProblem } from '@/evaluators/input/problem';
import { type Converted, convertedPromptfoo } from '@/evaluators/promptfoo/read';
import { canonical } from '@/server/kernel/canonical';
import { optionalText } from '@/server/kernel/contract';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { PromptContent } from '@/server/prompts/schema';
import { yamlIn } from './suite-text';

/** What a promptfoo configuration makes. Whatever is wrong with the file is a refusal of the field text. */
export function promptfooIn(text: string): Converted {
  const value = yamlIn(text, 'The configuration');
  try {
    canonical(value); // depth, key and number limits
    const converted = convertedPromptfoo(value);
    const { prompt, description } = converted;
    const words = optionalText(2000).safeParse(description ?? undefined).error;
    if (words) throw invalid('text', `description: ${words.issues[0]?.message}`);
    const problem = prompt !== null && PromptContent.safeParse({ template: prompt }).error;
    if (problem) throw invalid('text', `prompts: ${problem.issues[0]?.message}`);
    return converted;
  } catch (error) {
    if (error instanceof InputProblem) throw invalid('text', error.message);
    // What a canonical form cannot hold is named by its own path; the form has one field.
    if (error instanceof Refusal) throw invalid('text', error.message);
    throw error;
  }
}
