import { translated } from './call-failure';

interface Asked {
  readonly host: string;
  readonly apiKey: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Does one call. Throws CallFailure and nothing else: `aborted` once the signal is. */
export async function oneCall<T>({ host, apiKey, signal }: Asked, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translated(error, { host, apiKey, wasStopped: signal?.aborted === true });
  }
}

/** For a whole call, to the last byte of the answer. */
export const defaultTimeoutMs = 120_000;
