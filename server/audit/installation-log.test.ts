import { expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { recordStart } from './commands';

it('records each start of the server, which nobody else can', async () => {
  const org = world();
  await recordStart(org.job(), { version: '1.0.0', embedded: true });
  expect(await org.trail()).toEqual(['server.started']);
  const forged = { version: '9.9.9', embedded: false };
  await expect(recordStart(org.as('administrator'), forged)).rejects.toMatchObject({ code: 'forbidden' });
});
