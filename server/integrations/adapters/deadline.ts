import { translated } from './call-failure';

interface Asked {
  readonly host: string;
  readonly apiKey: string | undefined;
  /** For the whole call, to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** Does one call within its time. Throws CallFailure and nothing else. */
export async function withinDeadline<T>(
  { host, apiKey, timeoutMs }: Asked,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let cut: 'timeout' | 'aborted' | null = null;
  const end = (reason: 'timeout' | 'aborted') => {
    cut ??= reason;
    controller.abort();
  };
  const stop = () => end('aborted');
  const timer = setTimeout(() => end('timeout'), timeoutMs);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  try {
    return await work(controller.signal);
  } catch (error) {
    throw translated(error, { host, apiKey, timeoutMs, cut });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

export const defaultTimeoutMs = 120_000;
