import { sign } from 'node:crypto';
import yazl from 'yazl';
import { type BundleParts, evidenceBundle, manifestEnvelope } from '@/server/reports/rules/bundle';
import { exporter, sha256 } from './keys';

/** The archive, as an export writes it: `log/` uncompressed, no times. */
export async function pack(parts: BundleParts): Promise<Buffer> {
  const { files, manifest: list, toSign } = evidenceBundle(parts, sha256);
  const signature = new Uint8Array(sign('sha256', toSign, exporter.key));
  return zipOf([
    ['MANIFEST.json', list],
    ['MANIFEST.dsse.json', manifestEnvelope(list, signature)],
    ...files.map(({ path, bytes }) => [path, bytes] as const),
  ]);
}

export async function zipOf(files: readonly (readonly [string, Uint8Array])[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [path, bytes] of files)
    zip.addBuffer(Buffer.from(bytes), path, {
      mtime: new Date(1980, 0, 1),
      forceDosTimestamp: true,
      compress: !path.startsWith('log/'),
    });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
