import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, formParts } from './multipart';

async function* chunked(bytes: Uint8Array, sizes: readonly number[]) {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
async function partsOf(bytes: Uint8Array, boundary: string, sizes: readonly number[] = [7]) {
  const found = [];
  for await (const { bytes: own, ...head } of formParts(chunked(bytes, sizes), boundary)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of own) chunks.push(Buffer.from(chunk));
    found.push({ ...head, bytes: Buffer.concat(chunks) });
  }
  return found;
}
async function encoded(files: readonly (readonly [string, Uint8Array])[]) {
  const form = new FormData();
  form.set('mapping', '{"items":[]}');
  for (const [name, bytes] of files)
    form.append('files', new File([Buffer.from(bytes)], name, { type: 'application/pdf' }));
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  const boundary = boundaryOf(request.headers.get('content-type') ?? '');
  return { boundary, bytes: new Uint8Array(await request.arrayBuffer()) };
}

describe('a form with files', () => {
  it('is read part by part, however its bytes are cut, also when a file holds what looks like a boundary', async () => {
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.constant(Buffer.from('\r\n--\r\n----formdata-undici\r\n\r\n')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 }),
        async (files, sizes) => {
          const { boundary, bytes } = await encoded(files.map((one, i) => [`ä "${i}".pdf`, one]));
          const [mapping, ...rest] = await partsOf(bytes, boundary, sizes);
          expect(mapping).toMatchObject({ name: 'mapping', fileName: null });
          expect(rest.map(({ fileName }) => fileName)).toEqual(files.map((_, i) => `ä "${i}".pdf`));
          expect(rest.map((part) => [...part.bytes])).toEqual(files.map((one) => [...one]));
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    ['no boundary', 'multipart/form-data'],
    ['another type', 'application/json; boundary=x'],
  ])('is refused with %s', (_, type) => {
    expect(() => boundaryOf(type)).toThrow('must be multipart/form-data with a boundary');
  });

  it.each([
    [
      'it ends in the middle',
      '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nbytes',
      'ends in the middle',
    ],
    ['a part has no name', '--x\r\ncontent-type: a/b\r\n\r\n1\r\n--x--', 'a part has no name'],
    ['a header is endless', `--x\r\n${'a'.repeat(9000)}`, 'too long'],
    ['nothing is there', '', 'ends in the middle'],
  ])('is refused when %s', async (_, text, why) => {
    await expect(partsOf(Buffer.from(text), 'x')).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(why) as string,
    });
  });
});
