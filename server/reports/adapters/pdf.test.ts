import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleReport } from '@/e2e/fixtures/release-report';
import { renderReleaseReport, writeTable } from './pdf';

const has = (tool: string) => spawnSync(tool, ['--version']).error === undefined;
const missing = ['qpdf', 'pdfinfo', 'pdftotext'].filter((tool) => !has(tool));
if (missing.length > 0)
  process.stderr.write(`SKIPPED: PDF checks, because ${missing.join(', ')} is not installed\n`);

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'countersign-pdf-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function saved(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
const said = (tool: string, ...args: string[]) =>
  execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 1e8 });

/** The content of all streams, for the checks that need no tool. */
function streams(pdf: Buffer): string {
  const whole = pdf.toString('latin1');
  return [...whole.matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map(([, body]) => {
      try {
        return inflateSync(Buffer.from(body ?? '', 'latin1')).toString('latin1');
      } catch {
        return body ?? '';
      }
    })
    .join('\n');
}

describe('the release report', () => {
  it('is a tagged PDF/A file that gives the same bytes for the same report', async () => {
    const [pdf, again] = [renderReleaseReport(sampleReport()), renderReleaseReport(sampleReport())];
    expect(pdf.equals(again)).toBe(true);
    const text = pdf.toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toMatch(/\/MarkInfo \d+ 0 R/);
    expect(text).toContain('/S/H1/P');
    expect(text).toContain('/S/TH/P');
    expect(text).toContain('/S/Figure/P');
    const content = streams(pdf);
    expect(content).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(content).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(content).toContain('2026-11-22T21:15:00Z');
  });

  it.skipIf(missing.length > 0)('is in order for qpdf, and tagged, titled and numbered', async () => {
    const path = saved('report.pdf', renderReleaseReport(sampleReport()));
    expect(said('qpdf', '--check', path)).toContain('No syntax or stream encoding errors');
    const info = said('pdfinfo', path);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/Title:\s+Release report: triage-assistant 1\.4\.0 for production/);
    const pages = Number(/Pages:\s+(\d+)/.exec(info)?.[1]);
    const each = said('pdftotext', '-layout', path, '-').split('\f').slice(0, pages);
    each.forEach((page, at) => {
      expect(page).toContain(`Page ${at + 1} of ${pages}`);
      expect(page).toContain(sampleReport().release.digest);
      expect(page).toContain('http://127.0.0.1:3000/releases/rel_000042/gate?environment=production');
    });
  });

  it.skipIf(missing.length > 0)(
    'shows every script it has, and the code points of what it cannot show',
    async () => {
      const path = saved('scripts.pdf', renderReleaseReport(sampleReport()));
      const text = said('pdftotext', path, '-').replace(/\s+/g, ' ');
      for (const part of [
        'Никита Орлов',
        'Zoë Müller-Ångström',
        'Łukasiewicz',
        '[U+05E9 05E8 05D4]',
        '[U+202E]reversed',
        '[U+0007]',
      ])
        expect(text).toContain(part);
      expect(text).not.toContain('\u202E');
    },
  );

  it.skipIf(missing.length > 0)('lists what was not recorded', async () => {
    const report = sampleReport({ controls: 0, events: 0 });
    const bare = {
      ...report,
      owner: null,
      purpose: null,
      runs: [],
      studies: [],
      signoffs: [],
      parts: [],
      checkpoint: null,
    };
    const text = said('pdftotext', '-layout', saved('bare.pdf', renderReleaseReport(bare)), '-');
    for (const gap of [
      'Purpose',
      'Owner',
      'Manifest parts',
      'Evaluation runs',
      'Sign-offs',
      'Checkpoint of the log',
    ])
      expect(text.slice(text.indexOf('Their absence'))).toContain(gap);
    expect(text).toContain('Nobody has signed this release.');
    expect(text).toMatch(/Owner\s+Not recorded/);
  });

  it.skipIf(missing.length > 0)('is neither broken nor forged by markup in its title', async () => {
    const hostile = { ...sampleReport(), system: '</rdf:li><x> & "ü"', organisation: 'A)>> endobj <script>' };
    const path = saved('hostile.pdf', renderReleaseReport(hostile));
    expect(said('qpdf', '--check', path)).toContain('No syntax');
    expect(said('pdfinfo', '-meta', path)).not.toContain('<x>');
    expect(said('pdftotext', path, '-')).toContain('</rdf:li><x> & "ü"');
  });
});

describe('a long table', () => {
  const furniture = {
    header: ['Table', ''],
    url: 'https://example.org',
    digest: '',
    stamp: ['', ''],
  } as const;
  const options = { title: 'Table', author: 'A', generatedAt: '2026-01-01T00:00:00Z', furniture };

  it.skipIf(missing.length > 0)(
    'repeats its head, splits a row taller than a page, and is one table',
    async () => {
      const parts: Uint8Array[] = [];
      const rows = function* () {
        for (let at = 0; at < 16; at += 1)
          yield [`row ${at}`, at === 8 ? 'word '.repeat(900).trim() : 'text'];
      };
      const columns = [
        { title: 'Name', weight: 1 },
        { title: 'Words', weight: 3 },
      ];
      const pages = writeTable(options, { summary: 'Rows', columns, rows: rows() }, (part) =>
        parts.push(part),
      );
      const path = saved('table.pdf', Buffer.concat(parts));
      const each = said('pdftotext', '-layout', path, '-').split('\f').slice(0, pages);
      expect(each.every((page) => /Name\s+Words/.test(page))).toBe(true);
      const tree = said('pdfinfo', '-struct-text', path);
      expect(tree.match(/\bTable\b \(block\)/g)).toHaveLength(1);
      expect(tree).toMatch(/TH[^\n]*\n\s+\/Scope \/Column\n\s+"Words"/);
      expect(tree.match(/"Words/g)).toHaveLength(1);
      expect(tree.match(/\bword\b/g)).toHaveLength(900);
      expect(tree.match(/"row \d+"/g)).toHaveLength(16);
    },
  );
});
