import { describe, expect, it } from 'vitest';
import { embeddingSimilarity } from './embedding-similarity';

const [answer, near, far] = [
  [0.12, -0.5, 0.33, 0.9],
  [0.1, -0.4, 0.5, 0.7],
  [-0.3, 0.2, 0.8, 0.1],
];
const sent: unknown[] = [];
const plain = (...vectors: unknown[]) => vectors.map((embedding) => ({ embedding }));
const score = (vectors: unknown, params: object = {}, expected: unknown = 'b', output = 'a') =>
  embeddingSimilarity.prepare({ url: 'http://127.0.0.1:9/v1/embeddings', model: 'm', ...params }).score(
    { id: '1', input: '', output, expected },
    {
      judge: async (request) => {
        sent.push(JSON.parse(request));
        return JSON.stringify({ reply: { data: vectors }, digest: 'sha256:0' });
      },
    },
  );

/** Cosines by scikit-learn. */
describe('similarity of embeddings', () => {
  it('is the cosine, of several expected texts the nearest', async () => {
    expect(await score(plain(answer, near))).toMatchObject({
      value: expect.closeTo(0.97042358, 8),
      pass: true,
    });
    expect(await score(plain(answer, far))).toMatchObject({
      value: expect.closeTo(0.22691424, 8),
      pass: false,
    });
    expect(await score(plain(answer, far, near), {}, ['c', 'b'])).toMatchObject({ pass: true });
    expect(sent.at(-1)).toEqual({ model: 'm', input: ['a', 'c', 'b'] });
    expect(await score(plain(answer, near), { scale: 'autoevals' })).toMatchObject({
      value: expect.closeTo((0.97042358 - 0.7) / 0.3, 7),
      detail: 'cosine 0.9704 by m; reply sha256:0',
    });
    expect(await score(plain(answer, far), { scale: 'autoevals' })).toMatchObject({ value: 0 });
  });
  it('takes vectors by their index', async () => {
    const data = [
      { index: 1, embedding: near },
      { index: 0, embedding: answer },
    ];
    expect(await score(data)).toMatchObject({ value: expect.closeTo(0.97042358, 8) });
    expect(await score([data[0], data[0]])).toMatchObject({ state: 'errored' });
  });
  it.each([
    ['one vector too few', plain(answer)],
    ['other lengths', plain(answer, [1, 2])],
    ['only zeros', plain(answer, [0, 0, 0, 0])],
    ['no vectors', 'HTML'],
    ['texts', plain(['x'], ['y'])],
    ['nothing', []],
  ])('fails closed on %s', async (_, vectors) => {
    expect(await score(vectors)).toMatchObject({
      state: 'errored',
      reason: expect.stringContaining('sha256:0'),
    });
  });
  it('does not ask without an answer or an expected text', async () => {
    const before = sent.length;
    expect(await score([], {}, 'b', ' ')).toMatchObject({ state: 'inconclusive' });
    expect(await score([], {}, null)).toMatchObject({ state: 'inconclusive' });
    expect(sent).toHaveLength(before);
    expect(() => embeddingSimilarity.prepare({ url: 'file:///etc/passwd', model: 'm' })).toThrow('url');
  });
});
