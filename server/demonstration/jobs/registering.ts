import { createHash } from 'node:crypto';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { addModelVersion, createModel } from '@/server/registry/commands/models';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { createSystem } from '@/server/systems/commands';
import { screenerPurpose, trainingPurpose, triagePrompt, triagePurpose } from '../rules/texts';
import { triageNotes } from '../rules/triage-notes';
import { applicants, predictionsCsv, screeningRule } from '../rules/screening';
import { triageRules } from '../rules/triage';
import type { Worker } from './people';

export interface Systems {
  readonly triageId: string;
  readonly trainingId: string;
  readonly screenerId: string;
}
export interface Parts {
  readonly triageModelId: string;
  readonly screenerModelId: string;
  readonly promptVersionId: string;
  readonly notesVersionId: string;
  readonly applicantsVersionId: string;
}

export async function registerSystems({ call }: Worker): Promise<Systems> {
  const create = async (name: string, purpose: string) =>
    (await call(createSystem, { name, purpose, stage: 'development' })).id;
  return {
    triageId: await create('triage-assistant', triagePurpose),
    trainingId: await create('triage-training', trainingPurpose),
    screenerId: await create('hiring-screener', screenerPurpose),
  };
}

export async function registerParts(worker: Worker): Promise<Parts> {
  const prompt = await worker.call(createPrompt, {
    name: 'triage-note',
    description: 'What the assistant is asked for each note',
    content: { template: triagePrompt, parameters: {} },
    message: 'First wording',
  });
  if (!prompt.latest) throw new Error('the prompt was created without its version');
  return {
    promptVersionId: prompt.latest.id,
    triageModelId: await registerModel(worker, 'triage-rules', triageRules),
    screenerModelId: await registerModel(worker, 'screening-points', screeningRule),
    notesVersionId: await registerNotes(worker),
    applicantsVersionId: await registerApplicants(worker),
  };
}

/** The models are small rule tables: their digest is that of the table as JSON. */
async function registerModel({ call }: Worker, name: string, table: unknown): Promise<string> {
  const text = JSON.stringify(table);
  const model = await call(createModel, {
    name,
    intendedUse: 'Demonstration: a rule table in place of a model',
    licence: 'Apache-2.0',
  });
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const card = `# ${name}\n\nA rule table instead of a trained model, so that the demonstration runs anywhere.\n\n${text}`;
  const version = await call(addModelVersion, {
    modelId: model.id,
    version: '1.0.0',
    source: { kind: 'file', digest },
    card,
  });
  return version.id;
}

const registerNotes = (worker: Worker) =>
  registerDataset(worker, {
    name: 'triage-notes',
    kind: 'cases',
    description: 'Sixty invented notes with the level that their author expects',
    contentType: 'application/jsonl',
    text: triageNotes
      .map(({ id, note, expected }) => `${JSON.stringify({ id, input: { note }, expected })}\n`)
      .join(''),
  });

const registerApplicants = (worker: Worker) =>
  registerDataset(worker, {
    name: 'screening-predictions',
    kind: 'table',
    description: 'Four hundred invented applicants, the screener’s answer and a panel’s judgement',
    contentType: 'text/csv',
    text: predictionsCsv(applicants(400)),
  });

interface Given {
  readonly name: string;
  readonly kind: 'cases' | 'table';
  readonly description: string;
  readonly contentType: string;
  readonly text: string;
}

async function registerDataset({ ctx, call }: Worker, given: Given): Promise<string> {
  const { name, kind, description, contentType, text } = given;
  const facts = { description, licence: 'Apache-2.0', personalData: 'none', isSynthetic: true } as const;
  const { id } = await call(createDataset, { name, kind, ...facts });
  const bytes = Buffer.from(text);
  const upload = await receiveUpload(ctx, {
    parameters: { datasetId: id },
    contentType,
    sizeBytes: bytes.length,
    bytes: inOnePiece(bytes),
  });
  return (await call(addDatasetVersion, upload)).id;
}

export async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
