'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Progress } from '@/app/_ui/progress';

const lookAgainMs = 1500;

/** Looks again until the judge is through. */
export function WhileJudging({ done, total }: { done: number; total: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), lookAgainMs);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <Progress label="Judging" value={total === 0 ? null : done / total} text={`${done} of ${total} cases`} />
  );
}
