import { TRPCError } from '@trpc/server';
import { notFound } from 'next/navigation';

/** What does not exist for the reader, or cannot (an address that names no possible id), is a 404 page. */
export const orNotFound = <R>(answer: Promise<R>): Promise<R> =>
  answer.catch((error: unknown) => {
    if (error instanceof TRPCError && ['NOT_FOUND', 'BAD_REQUEST'].includes(error.code)) notFound();
    throw error;
  });
