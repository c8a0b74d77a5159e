import { fileTypeFromBuffer, supportedMimeTypes } from 'file-type';

/** As much of a file as its type is told by. */
export const headBytes = 4100;

/** The same under another name, and containers: a document of a kind that is a ZIP archive is one. */
const alike: Readonly<Record<string, RegExp>> = {
  'application/zip':
    /^application\/(vnd\.(openxmlformats|oasis|ms-)[\w.+-]+|epub\+zip|java-archive|x-zip-compressed)$/,
  'application/x-cfb': /^application\/(msword|vnd\.(ms-|visio)[\w.-]*)$/,
  'application/xml': /^(text\/(xml|html)|[\w.-]+\/[\w.-]+\+xml)$/,
  'application/gzip': /^application\/x-gzip$/,
  'image/jpeg': /^image\/(jpg|pjpeg)$/,
};
const isText =
  /^text\/|^application\/([\w.-]+\+)?(json|xml|yaml|x-yaml|x-ndjson|jsonl|sql|javascript|rtf)$|\+xml$/;
const anything = 'application/octet-stream';

/**
 * Why the beginning of a file does not fit the media type that was said; null when it does, or when nothing can be
 * told. Binary formats are told by their first bytes; text has no control characters, whatever it begins with.
 * @param head the first 4,100 bytes, or the whole of a smaller file
 */
export async function typeLie(head: Uint8Array, said: string): Promise<string | null> {
  const mediaType = said.toLowerCase();
  if (mediaType === anything) return null;
  const wantsText = isText.test(mediaType);
  if (wantsText && isReadable(head)) return null;
  const found = await fileTypeFromBuffer(head);
  if (found) {
    return isAlike(found.mime, mediaType) ? null : `is ${found.mime} by its content, not ${said}`;
  }
  if (wantsText) return `is no text, as ${said} would be`;
  return supportedMimeTypes.has(mediaType as never) ? `does not begin as ${said} does` : null;
}

function isAlike(found: string, said: string): boolean {
  if (found === said || alike[found]?.test(said)) return true;
  // A document that is a ZIP archive may be called one; a container of sound and pictures goes by many names.
  return said === 'application/zip' ? Boolean(alike[said]?.test(found)) : isMedia(found) && isMedia(said);
}
const isMedia = (mime: string): boolean => /^(audio|video)\//.test(mime);

/** Without control characters, in any encoding, or in UTF-16 with its mark. */
function isReadable(head: Uint8Array): boolean {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return isUtf16 || head.every((byte) => (byte >= 0x20 ? byte !== 0x7f : spaces.has(byte)));
}
/** Tab, line feed, form feed, carriage return, and the escape of coloured logs. */
const spaces = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);
