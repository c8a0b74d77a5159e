import http from 'node:http';
import https from 'node:https';
import { invalid } from '@/server/kernel/refusal';
import { addressKind, addressProblem } from '../rules/target-address';
import type { PrivateTargets } from '../schema';
import { checkedLookup } from './agent-fetch';

export const copyLimits = { bytes: 20_000_000, redirects: 3, timeoutMs: 15_000 } as const;

export interface PageCopy {
  /** Where the redirects ended. */
  readonly url: string;
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/**
 * The bytes behind a public address, as they are at this moment: no script runs. Every address on the way is checked,
 * also after it was resolved; nothing of the reader's is sent along.
 * @throws Refusal invalid naming `url`: a private address, no answer in time, an answer that is no 2xx, or too much
 */
export async function copyOfPage(given: string, privateTargets: PrivateTargets = 'deny'): Promise<PageCopy> {
  const signal = AbortSignal.timeout(copyLimits.timeoutMs);
  let url = checkedUrl(given, privateTargets);
  for (let left: number = copyLimits.redirects; ; left -= 1) {
    const answer = await asked(url, privateTargets, signal);
    if (answer.location === null) return { url: url.href, ...answer };
    if (left === 0) throw refused(`leads on more than ${copyLimits.redirects} times`);
    if (!URL.canParse(answer.location, url)) throw refused('leads on to no address');
    url = checkedUrl(new URL(answer.location, url).href, privateTargets);
  }
}

const refused = (why: string) => invalid('url', `The address ${why}, so no copy was captured`);

function checkedUrl(given: string, privateTargets: PrivateTargets): URL {
  if (!URL.canParse(given)) throw refused('is none');
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('is neither http nor https');
  if (url.username || url.password) throw refused('holds a user name or password');
  const problem = addressKind(url.hostname) && addressProblem(url.hostname, privateTargets);
  if (problem) throw refused(problem);
  return url;
}

type Answer = Omit<PageCopy, 'url'> & { readonly location: string | null };

function asked(url: URL, privateTargets: PrivateTargets, signal: AbortSignal): Promise<Answer> {
  return new Promise((take, reject) => {
    const fail = (error: Error) =>
      reject(
        signal.aborted ? refused('did not answer in time') : refused(`cannot be read: ${error.message}`),
      );
    const { request } = url.protocol === 'https:' ? https : http;
    const headers = { accept: '*/*', 'user-agent': 'Countersign evidence capture' };
    const outgoing = request(url, { signal, headers, agent: false, lookup: checkedLookup(privateTargets) });
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const { statusCode: status = 0, headers: told } = incoming;
      const location = status >= 300 && status < 400 ? (told.location ?? null) : null;
      if (location === null && (status < 200 || status >= 300)) {
        incoming.destroy();
        return reject(refused(`answers with status ${status}`));
      }
      const mediaType = /^[\w.+-]{1,60}\/[\w.+-]{1,100}/.exec(told['content-type'] ?? '')?.[0];
      collected(incoming, (bytes) =>
        take({ bytes, location, mediaType: mediaType ?? 'application/octet-stream' }),
      ).catch(reject);
      incoming.on('error', fail);
    });
    outgoing.end();
  });
}

async function collected(incoming: http.IncomingMessage, take: (bytes: Buffer) => void): Promise<void> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > copyLimits.bytes) throw refused(`holds more than ${copyLimits.bytes / 1e6} MB`);
    parts.push(part);
  }
  take(Buffer.concat(parts));
}
