import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** The process that holds the embedded database: it serves one unix socket and ends with its parent. */
const [folder, socketPath] = process.argv.slice(2);
if (!folder || !socketPath) throw new Error('usage: embedded-database FOLDER SOCKET');

const database = await PGlite.create(folder === 'memory' ? 'memory://' : folder);
const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 2 });
await server.start();
process.send?.('ready');

const leave = async () => {
  await server.stop().catch(() => {});
  await database.close().catch(() => {});
  process.exit(0);
};
process.on('disconnect', () => void leave());
process.on('SIGTERM', () => void leave());
process.on('SIGINT', () => {});
