import { TRPCError } from '@trpc/server';
import { notFound } from 'next/navigation';

/** What does not exist for the reader is a 404 page. */
export const orNotFound = <R>(answer: Promise<R>): Promise<R> =>
  answer.catch((error: unknown) => {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') notFound();
    throw error;
  });
