import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { copyLimits, copyOfPage } from './page-copy';

const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41]);
const server = createServer((request, response) => {
  const to = { '/once': '/page', '/loop': '/loop', '/metadata': 'http://169.254.169.254/latest' }[
    request.url ?? ''
  ];
  if (to) return response.writeHead(302, { location: to }).end();
  if (request.url === '/missing') return response.writeHead(404).end();
  if (request.url === '/large') {
    response.writeHead(200);
    const part = Buffer.alloc(1_000_000);
    const more = () => {
      while (!response.destroyed && response.write(part));
      if (!response.destroyed) response.once('drain', more);
    };
    return more();
  }
  return response.writeHead(200, { 'content-type': 'application/pdf; x=y' }).end(bytes);
});
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
afterAll(() => server.closeAllConnections());
afterAll(() => server.close());
const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

describe('copying a page', () => {
  it('keeps its exact bytes, over redirects', async () => {
    const copy = await copyOfPage(at('/once'), 'allow');
    expect(copy).toMatchObject({ url: at('/page'), mediaType: 'application/pdf' });
    expect(copy.bytes.equals(bytes)).toBe(true);
  });

  it.each([
    [at('/page'), 'is private'],
    ['http://localhost/', 'private'],
    ['http://169.254.169.254/latest/meta-data', 'never allowed'],
    ['http://[::ffff:10.0.0.1]/', 'is private'],
    ['http://2130706433/', 'is private'],
    ['ftp://example.org/', 'neither http nor https'],
    ['http://a:b@example.org/', 'user name'],
    ['nonsense', 'is none'],
  ])('%s is refused', async (url, message) => {
    await expect(copyOfPage(url)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(message) as string,
    });
  });

  it.each([
    ['/metadata', 'never allowed'],
    ['/loop', `more than ${copyLimits.redirects} times`],
    ['/missing', 'status 404'],
    ['/large', 'more than 20 MB'],
  ])('%s is refused also where private targets are allowed', async (path, message) => {
    await expect(copyOfPage(at(path), 'allow')).rejects.toMatchObject({
      message: expect.stringContaining(message) as string,
    });
  });
});
