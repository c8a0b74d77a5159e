import { factModel } from '@/policies/frameworks/facts';
import { triageChoices } from './triage-choices';

/** Every question answered as a clinic in the EU with patients in the US answers it for an assistant of its nurses. */
export const triageAnswers: Record<string, boolean | string | string[]> = {
  ...Object.fromEntries(
    factModel.questions.map(({ id, type, options }) => [
      id,
      type === 'enum' ? (options?.[0] ?? '') : type === 'multi' ? [] : false,
    ]),
  ),
  ...triageChoices,
};
