import { InputProblem } from '@/evaluators/input/problem';
import { type Converted, convertedPromptfoo } from '@/evaluators/promptfoo/read';
import { canonical } from '@/server/kernel/canonical';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { PromptContent } from '@/server/prompts/schema';
import { yamlIn } from './suite-text';

/** What a promptfoo configuration makes. Whatever is wrong with the file is a refusal of the field text. */
export function promptfooIn(text: string): Converted {
  const value = yamlIn(text, 'The configuration');
  try {
    canonical(value); // depth, key and number limits
    const converted = convertedPromptfoo(value);
    const { prompt } = converted;
    const problem = prompt !== null && PromptContent.safeParse({ template: prompt }).error;
    if (problem) throw invalid('text', `prompts: ${problem.issues[0]?.message}`);
    return converted;
  } catch (error) {
    if (error instanceof InputProblem) throw invalid('text', error.message);
    if (error instanceof Refusal && error.details['fields'] === undefined)
      throw invalid('text', error.message);
    throw error;
  }
}
