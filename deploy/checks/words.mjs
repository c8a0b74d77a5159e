import { isCode, isTest, read, sourceFiles } from './sources.mjs';

const isPure = (path) =>
  /^(policies|evaluators)\/|^server\/[^/]+\/rules(\/|\.ts)/.test(path) && !isTest(path);
const bans = [
  { word: /\b(TO)DO\b|\b(FIX)ME\b/, where: () => true, why: 'finish it or file it' },
  {
    word: /(es|ox)lint-disable|@ts-(ignore|nocheck)/,
    where: () => true,
    why: 'no exceptions from the rules',
  },
  { word: /["'`(\s]\/(work|root|home)\//, where: () => true, why: 'a path of one machine' },
  {
    word: /\bnew Date\(\)|\bDate\.now\b|\bMath\.random\b|\bperformance\.now\b/,
    where: isPure,
    why: 'time and chance are arguments here',
  },
];

/** Words that must not be in the sources, with line numbers. */
export function words(root) {
  const problems = sourceFiles(root)
    .filter((path) => isCode(path) && !path.endsWith('checks/words.mjs'))
    .flatMap((path) =>
      read(root, path)
        .split('\n')
        .flatMap((line, index) =>
          bans
            .filter(({ word, where }) => where(path) && word.test(line))
            .map(({ word, why }) => `${path}:${index + 1} ${word.exec(line)?.[0].trim()}: ${why}`),
        ),
    );
  return { problems, notes: [] };
}
