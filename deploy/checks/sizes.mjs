import { isCode, isTest, read, sourceFiles } from './sources.mjs';

const maxLines = 300;
// The formatter wraps code at 110. It leaves comments alone, so they are measured here; long texts stay whole.
const maxColumns = 125;
const isComment = (line) => /^\s*(\/\/|\/?\*)/.test(line);
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;

const linesOf = (text) => text.replace(/\n$/, '').split('\n');

/** The cap for kinds of files that are small by design. */
function cap(path) {
  if (/^app\/(?!_)(.*\/)?page\.tsx$/.test(path)) return 200;
  return maxLines;
}

/** Lines per file and columns per line. */
export function sizes(root) {
  const files = sourceFiles(root)
    .filter(isCode)
    .map((path) => ({ path, lines: linesOf(read(root, path)) }));
  const sorted = files.map(({ lines }) => lines.length).sort((a, b) => a - b);
  const problems = files.flatMap(({ path, lines }) => [
    ...(lines.length > cap(path) ? [`${path}: ${lines.length} lines, the cap is ${cap(path)}`] : []),
    ...lines.flatMap((line, index) =>
      line.length > maxColumns && isComment(line)
        ? [`${path}:${index + 1} ${line.length} columns, the cap is ${maxColumns}`]
        : [],
    ),
  ]);
  const total = sorted.reduce((sum, n) => sum + n, 0);
  const tests = files.filter(({ path }) => isTest(path)).length;
  const kernel = files
    .filter(({ path }) => /^server\/kernel\/(?!canonical)/.test(path) && !isTest(path))
    .reduce((sum, { lines }) => sum + lines.length, 0);
  const notes = [
    `${files.length} files (${tests} of tests), ${total} lines: median ${quantile(sorted, 0.5)}, ` +
      `p90 ${quantile(sorted, 0.9)}, largest ${sorted.at(-1) ?? 0}; kernel ${kernel} lines without canonical`,
  ];
  return { problems, notes };
}
