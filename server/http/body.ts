import { invalid, Refusal } from '@/server/kernel/refusal';

/** The body as text; reading stops at the limit. Throws Refusal('limit') above it, Refusal('invalid') unless UTF-8. */
export async function boundedText(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Refusal('limit', `The body is larger than the limit of ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw invalid('body', 'The body is not valid UTF-8');
  }
}
