'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Progress } from '@/app/_ui/progress';

const lookAgainMs = 1000;

/** Looks again every second until the result is there. */
export function WhileComputing() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), lookAgainMs);
    return () => clearInterval(timer);
  }, [router]);
  return <Progress label="Computing" value={null} />;
}
