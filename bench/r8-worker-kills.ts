import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { noServer } from './database';
import { makeSuite } from './durable-run';
import { atMost, skipped } from './harness';
import { killedRun, storedOf, workIfAsked } from './killed-run';
import { openPortal, type Portal, type Shared } from './portal';

const cases = 10_000;
const kills = 20;
const concurrency = 8;
const latencyMs = 10;

async function measure(portal: Portal & { shared: Shared }): Promise<void> {
  const model = await startOpenAiServer({ latencyMs });
  const suiteVersionId = await makeSuite(portal, { modelUrl: model.url, cases, concurrency });
  const moments = Array.from({ length: kills }, (_, at) => Math.floor((cases * (at + 1)) / (kills + 1)));
  const run = await killedRun(portal, process.argv[1] ?? '', suiteVersionId, moments);
  const stored = await storedOf(portal, run.id);
  const isExact = stored.rows === cases && stored.cases === cases && run.doneCount === cases;
  const verdict = isExact && run.state === 'finished' ? 'target met' : 'MISSED';
  const ratio = (stored.rows / cases).toFixed(3);
  console.log(`R8  results over cases after ${kills} kills: ${ratio}  target = 1.000: ${verdict}`);
  const extra = (100 * (model.requests.length - cases)) / cases;
  atMost('R8', `calls made again, ${concurrency} at once at ${latencyMs} ms`, extra, 5, '%');
  await model.close();
}

if (!(await workIfAsked())) {
  const portal = await openPortal('r8');
  if (!portal) skipped('R8', noServer);
  else await measure(portal).finally(portal.close);
}
