import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTable } from '@/server/reports/adapters/pdf';
import { atMost, compare, perSecond, skipped } from './harness';

const rowsPerPage = 37;
const columns = [
  { title: 'Index', weight: 0.9, align: 'right' },
  { title: 'Time', weight: 2.4 },
  { title: 'Event', weight: 1.9 },
  { title: 'Who', weight: 1.6 },
  { title: 'What', weight: 1.4 },
  { title: 'Reason', weight: 2.4 },
] as const;
const events = ['release.frozen', 'evidence.attached', 'control.assessed', 'signoff.recorded'];
const people = ['Ana Sørensen', 'Никита Орлов', 'Priya Raman'];

function* rows(count: number) {
  for (let at = 0; at < count; at += 1) {
    const time = new Date(Date.UTC(2026, 10, 20) + at * 1000).toISOString();
    const [event, who] = [events[at % 4] ?? '', people[at % 3] ?? ''];
    yield [String(at), time.slice(0, 19), event, who, `rel_${at.toString(36)}`, 'Reviewed, no change'];
  }
}

const options = {
  title: 'Audit trail',
  author: 'Countersign',
  generatedAt: '2026-11-22T00:00:00Z',
  furniture: {
    header: ['Audit trail', 'Benchmark'],
    url: 'https://example.org/gate',
    digest: '',
    stamp: ['Generated', '22 Nov 2026'],
  },
} as const;

function drawn(count: number, path: string): number {
  const file = openSync(path, 'w');
  const table = { summary: 'Events', size: 8, columns, rows: rows(count) };
  const pages = writeTable(options, table, (chunk) => writeSync(file, chunk));
  closeSync(file);
  return pages;
}

/** Another process of this program draws the pages and tells the most memory it ever had, in MB. */
function peakMegabytes(pages: number): number {
  const out = execFileSync(process.execPath, [process.argv[1] ?? '', 'draw', String(pages)], {
    encoding: 'utf8',
  });
  return Number(out.trim().split('\n').at(-1)) / 1024;
}

function html(count: number): string {
  const cells = (list: readonly string[], tag: string) =>
    list.map((each) => `<${tag}>${each}</${tag}>`).join('');
  const body = [...rows(count)].map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
  const font = join(process.cwd(), 'server/reports/adapters/fonts/NotoSans_400Regular.ttf');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Audit trail</title><style>
@font-face { font-family: Noto; src: url("file://${font}") }
@page { size: A4; margin: 78pt 56pt 90pt }
body { font: 8pt/1.36 Noto; margin: 0 } table { border-collapse: collapse; width: 100% }
td, th { padding: 3.4pt 5pt; border-bottom: .4pt solid #ccc; text-align: left; white-space: nowrap }
</style><table><thead><tr>${cells(
    columns.map(({ title }) => title),
    'th',
  )}</tr></thead>
<tbody>${body}</tbody></table></html>`;
}

function printed(chromium: string, page: string, pdf: string): void {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--allow-file-access-from-files',
    `--print-to-pdf=${pdf}`,
  ];
  const { status, stderr } = spawnSync(chromium, [...flags, `file://${page}`], {
    encoding: 'utf8',
    timeout: 900_000,
  });
  if (status !== 0 || !existsSync(pdf)) throw new Error(`Chromium printed nothing: ${stderr.slice(-500)}`);
}

async function speed(folder: string): Promise<void> {
  const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(chromium)) return skipped('P18', `${chromium} is missing; set CHROMIUM_PATH`);
  const count = 500 * rowsPerPage;
  const [page, blank, pdf] = ['page.html', 'blank.html', 'peer.pdf'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(page, html(count));
  writeFileSync(blank, html(1));
  drawn(rowsPerPage, join(folder, 'warm.pdf'));
  await compare({
    id: 'P18',
    what: `table of ${count} rows as tagged PDF`,
    unit: 'rows/s',
    peer: 'Chromium print of the same table, without its start',
    target: 30,
    ours: () => perSecond(count, async () => drawn(count, join(folder, 'ours.pdf'))),
    theirs: async () => {
      const began = performance.now();
      printed(chromium, blank, pdf);
      const start = performance.now() - began;
      const whole = performance.now();
      printed(chromium, page, pdf);
      return (count * 1000) / Math.max(1, performance.now() - whole - start);
    },
  });
}

function order(folder: string): void {
  const path = join(folder, 'ours.pdf');
  if (spawnSync('pdfinfo', ['-v']).error !== undefined)
    return skipped('P18', 'pdfinfo is missing, so tags and pages were not read back');
  const info = execFileSync('pdfinfo', [path], { encoding: 'utf8' });
  const pages = Number(/Pages:\s+(\d+)/.exec(info)?.[1]);
  const last = execFileSync('pdftotext', ['-f', String(pages), '-l', String(pages), path, '-'], {
    encoding: 'utf8',
  });
  const numbered = last.includes(`Page ${pages} of ${pages}`);
  console.log(`P18  ${pages} pages, tagged: ${/Tagged:\s+yes/.test(info)}, numbered: ${numbered}`);
}

if (process.argv[2] === 'draw') {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-p18-'));
  drawn(Number(process.argv[3]) * rowsPerPage, join(folder, 'out.pdf'));
  rmSync(folder, { recursive: true });
  console.log(process.resourceUsage().maxRSS);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-p18-'));
  await speed(folder);
  if (existsSync(join(folder, 'ours.pdf'))) order(folder);
  const began = performance.now();
  drawn(60 * rowsPerPage, join(folder, 'sixty.pdf'));
  atMost('P18', 'a table of 60 pages', performance.now() - began, 2000, 'ms');
  atMost('P18', 'peak memory of the process that draws 60 pages', peakMegabytes(60), 300, 'MB');
  atMost(
    'P18',
    'peak memory of 5,000 pages above that of 500',
    peakMegabytes(5000) - peakMegabytes(500),
    60,
    'MB',
  );
  rmSync(folder, { recursive: true });
}
