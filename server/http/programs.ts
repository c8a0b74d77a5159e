import type { HttpBindings } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { runtime } from '@/server/kernel/runtime';
import { api } from './api';
import { rememberAllow } from './gate-answers';

const fullQueue = 20_000;
const oldestSeconds = 10;

/** Everything that programs call; pages are Next's. */
export function forPrograms() {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use('/api/v1/gate/decisions', rememberAllow);
  app.route('/', api());
  app.get('/healthz', async (c) => {
    const state = await health();
    return c.json(state, state.status === 'ok' ? 200 : 503);
  });
  app.get('/keys', (c) => c.json({ keys: publicKeys() }));
  app.get('/keys/:purpose{[a-z]+\\.pub}', (c) => {
    const key = publicKeys().find(({ purpose }) => `${purpose}.pub` === c.req.param('purpose'));
    return key ? c.text(key.pem) : c.notFound();
  });
  return app;
}

async function health() {
  const [row] = await runtime().db.execute<{ pending: number; oldest: number | null }>(
    sql.raw(`select count(*)::int as pending,
      extract(epoch from clock_timestamp() - min(e.recorded_at))::float8 as oldest
      from countersign.audit_pending p join countersign.audit_events e on e.id = p.event_id`),
  );
  const [pending, oldest] = [row?.pending ?? 0, row?.oldest ?? 0];
  const behind = pending > fullQueue || oldest > oldestSeconds;
  return { status: behind ? 'degraded' : 'ok', auditPending: pending, assurance: runtime().ports.assurance };
}

/** The installation's verification keys, for whoever pins them. */
function publicKeys() {
  const { signer } = runtime().ports;
  return (['gate', 'esign', 'export'] as const).map((purpose) => {
    const lines = signer.spki(purpose).match(/.{1,64}/g) ?? [];
    const pem = `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`;
    return { id: signer.keyId(purpose), purpose, algorithm: 'ECDSA-P256-SHA256', pem };
  });
}
