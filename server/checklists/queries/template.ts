import { z } from 'zod';
import { everyRole } from '@/policies/contract';
import { checks, evidenceTypes } from '@/policies/frameworks/catalog';
import { factModel } from '@/policies/frameworks/facts';
import { read } from '@/server/kernel/operation';
import { columnName, renderWorkbook } from '@/server/reports/adapters/workbook';
import { templateSheets } from '../rules/template';
import { PackControl, PackHead } from '../schema/pack';

const listSheet = 'Allowed values';
const mostRows = 2001;

/** A workbook to write a framework in. It imports as it is. */
export const getTemplate = read({
  input: z.strictObject({}),
  of: 'Framework',
  run: ({ ctx }) => Promise.resolve({ orgId: ctx.actor.orgId, body: template() }),
});

function template() {
  const { shape } = PackControl;
  const { framework, controls, fields, values, choices } = templateSheets(PackControl.keyof().options, {
    natures: PackHead.shape.nature.unwrap().options,
    scopes: shape.scope.unwrap().options,
    triggers: shape.reopenedBy.unwrap().element.options,
    roles: everyRole,
    evidence: evidenceTypes,
    checks,
    facts: [...factModel.questions, ...factModel.releaseFacts],
  });
  const lists = choices.map(({ at, list, length }) => ({
    cells: `${columnName(at)}2:${columnName(at)}${mostRows}`,
    from: `'${listSheet}'!$${columnName(list)}$2:$${columnName(list)}$${length + 1}`,
  }));
  const wide = (rows: readonly (readonly string[])[]) =>
    (rows[0] ?? []).map((_, at) =>
      Math.min(50, Math.max(12, ...rows.map((row) => (row[at] ?? '').length + 2))),
    );
  return renderWorkbook([
    { name: 'Framework', rows: framework, widths: wide(framework), isFieldList: true },
    { name: 'Controls', rows: controls, widths: wide(controls), choices: lists },
    { name: 'Fields', rows: fields, widths: wide(fields) },
    { name: listSheet, rows: values, widths: wide(values) },
  ]);
}
