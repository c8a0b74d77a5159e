import { run } from './program';

const code = await run(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => void process.stdout.write(text),
  log: (text) => void process.stderr.write(text),
  now: () => new Date(),
  env: process.env,
});
process.exitCode = code;
