import { foldTable } from './classify/fold-table';
import { kFold } from './classify/folds';
import { labelDistance } from './classify/label-distance';
import {
  accuracy,
  balancedAccuracy,
  confusionMatrix,
  f1,
  kappa,
  mcc,
  precision,
  recall,
} from './classify/labels';
import { brier, ece, logLoss, prAuc, rocAucEvaluator } from './classify/probability';
import { mae, mape, medianError, r2, rmse } from './classify/regression';
import { caseChecks } from './composite/case-checks';
import { weighted } from './composite/weighted';
import type { Evaluator } from './contract';
import { http } from './custom/http';
import { gEval } from './judge/g-eval';
import { pairwise } from './judge/pairwise';
import { rubric } from './judge/rubric';
import { cost, firstToken, latency, tokens } from './ops/measures';
import { citations, quotations } from './rag/citations';
import { answerRelevance, faithfulness, judgedContextPrecision, judgedContextRecall } from './rag/judged';
import { contextPrecision, contextRecall, hitRate, mrr, ndcg, precisionAt } from './rag/retrieval';
import { canaryToken } from './safety/canary-token';
import { piiLeak } from './safety/pii-leak';
import { profanity } from './safety/profanity';
import { promptLeak } from './safety/prompt-leak';
import { toxicity } from './safety/toxicity';
import { bleu } from './text/bleu';
import { chrf } from './text/chrf';
import { contains, doesNotContain, endsWith, equals, icontains, startsWith } from './text/comparison';
import { levenshteinEvaluator } from './text/edit-distance';
import { nonLetterShare, textLength } from './text/extent';
import { embeddingSimilarity } from './text/embedding-similarity';
import { format } from './text/form';
import { gleuEvaluator } from './text/gleu';
import { isJson, jsonSchema } from './text/json';
import { jsonDiff, listContains } from './text/json-diff';
import { language } from './text/language';
import { containsAll, containsAny, containsNone, excludesWords, includesWords } from './text/lists';
import { containsHtml, containsJson, containsLink, isHtml, isXml } from './text/markup';
import { numberEquals, numericDiff } from './text/numeric';
import { readability } from './text/readability';
import { refusal } from './text/refusal';
import { fullMatch, regex } from './text/regex';
import { rouge1, rouge2, rougeLcs, rougeSum } from './text/rouge';
import { isSql } from './text/sql';
import { ter } from './text/ter';
import { tokenCount } from './text/tokens';
import { squadMatch, tokenF1Evaluator } from './text/token-f1';
import { callF1, toolCorrectness, validCalls } from './tool/correctness';
import { noLoop, stepCount, toolArguments, toolSequence, toolUsed } from './tool/use';

const text: readonly Evaluator[] = [
  ...[equals, squadMatch, contains, icontains, containsAny, containsAll, containsNone, doesNotContain],
  ...[includesWords, excludesWords, startsWith, endsWith, regex, fullMatch, format, textLength, tokenCount],
  ...[isJson, containsJson, jsonSchema, jsonDiff, listContains, isXml, isHtml, containsHtml, isSql],
  ...[containsLink, numberEquals, numericDiff, levenshteinEvaluator, tokenF1Evaluator],
  ...[bleu, chrf, ter, gleuEvaluator, rouge1, rouge2, rougeLcs, rougeSum],
  ...[readability, language, refusal, nonLetterShare],
];
const figures: readonly Evaluator[] = [
  ...[confusionMatrix, precision, recall, f1, balancedAccuracy, mcc, kappa],
  ...[rocAucEvaluator, prAuc, logLoss, brier, ece, mae, medianError, mape, rmse, r2],
];
const classify: readonly Evaluator[] = [accuracy, ...figures, labelDistance, kFold, foldTable(figures)];
const rag: readonly Evaluator[] = [
  ...[contextPrecision, contextRecall, precisionAt, hitRate, mrr, ndcg, citations, quotations],
  ...[faithfulness, answerRelevance, judgedContextPrecision, judgedContextRecall],
];
const tool: readonly Evaluator[] = [
  ...[toolUsed, toolArguments, toolSequence, stepCount, noLoop, callF1, toolCorrectness, validCalls],
];
const judged: readonly Evaluator[] = [rubric, gEval, pairwise, embeddingSimilarity];
const safety: readonly Evaluator[] = [piiLeak, canaryToken, promptLeak, profanity];
const ops: readonly Evaluator[] = [latency, firstToken, cost, tokens];

/** Every evaluator there is. A new one is added here and nowhere else. */
export const catalog: readonly Evaluator[] = [
  ...text,
  ...classify,
  ...rag,
  ...tool,
  ...judged,
  ...safety,
  toxicity,
  weighted,
  caseChecks([...text, ...tool, ...safety, ...ops]),
  http,
  ...ops,
];

const byId = new Map(catalog.map((one): [string, Evaluator] => [one.id, one]));

/** The evaluator of that id, or null. */
export const evaluatorById = (id: string): Evaluator | null => byId.get(id) ?? null;
