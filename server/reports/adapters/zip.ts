import { Readable } from 'node:stream';
import yazl from 'yazl';

const mtime = new Date(1980, 0, 1);

/** The archive while it is made: the files in the order given, `log/` uncompressed, no times of its own. */
export function zipped(files: readonly (readonly [path: string, bytes: Uint8Array])[]): Readable {
  const zip = new yazl.ZipFile();
  for (const [path, bytes] of files) {
    const { buffer, byteOffset, byteLength } = bytes;
    const compress = !path.startsWith('log/');
    zip.addBuffer(Buffer.from(buffer, byteOffset, byteLength), path, {
      mtime,
      forceDosTimestamp: true,
      compress,
    });
  }
  zip.end();
  return Readable.from(zip.outputStream);
}
