import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Refusal } from '@/server/kernel/refusal';

/** OWASP's scrypt setting: 32 MiB, about a quarter of a second. The hash string names it, so it can be raised. */
const cost = { N: 2 ** 15, r: 8, p: 3 };
const keyBytes = 32;
const atOnce = 2;
const mostWaiting = 100;

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derived(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether the password made this hash. Without a hash the same work is done and the answer is no, so that nobody
 *  can tell by the time it takes whether an account exists. */
export async function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  const [, N, r, p, salt, key] = (hash ?? absent).split('$');
  const expected = Buffer.from(key ?? '', 'base64url');
  const parameters = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derived(password, Buffer.from(salt ?? '', 'base64url'), parameters);
  const same = expected.length === given.length && timingSafeEqual(expected, given);
  return same && hash !== null;
}

const absent = ['scrypt', cost.N, cost.r, cost.p, 'AAAAAAAAAAAAAAAAAAAAAA', ''].join('$');

function derived(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  return inTurn(
    () =>
      new Promise((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      ),
  );
}

let running = 0;
const waiting: (() => void)[] = [];

/** Few at a time, so that a flood of sign-ins leaves the thread pool to the files. */
async function inTurn<R>(work: () => Promise<R>): Promise<R> {
  if (waiting.length >= mostWaiting)
    throw new Refusal('unavailable', 'Too many people sign in at once; try again');
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
