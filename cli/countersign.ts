import { run } from './program';
import { askPerson } from './input/ask';

/** A bug of ours must not look like the verdict of a command (1 = failed). */
const softwareError = 70;

function crashed(error: unknown): void {
  console.error(error);
  process.exit(softwareError);
}
process.on('uncaughtException', crashed);
process.on('unhandledRejection', crashed);

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => void process.stdout.write(text),
  log: (text) => void process.stderr.write(text),
  now: () => new Date(),
  ask: askPerson,
  env: process.env,
}).catch((error: unknown) => {
  console.error(error);
  return softwareError;
});
