'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { number } from '@/app/_lib/format';
import { paths } from '@/app/_lib/paths';
import { Card } from '@/app/_ui/card';
import { Progress } from '@/app/_ui/progress';
import { Money } from '@/app/_ui/quantities';
import { isMoving } from '../../run-words';

interface RunProgress {
  readonly id: string;
  readonly state: string;
  readonly doneCount: number;
  readonly errorCount: number;
  readonly caseCount: number;
  readonly repeats: number;
  readonly totalCost: string | null;
}

/** The results below are read again this often. */
const refreshMs = 5000;

/** Follows the run over server-sent events; the browser opens the stream again when it breaks. */
export function LiveProgress({ initial }: { initial: RunProgress }) {
  const [progress, setProgress] = useState(initial);
  const speed = useSpeed(progress.doneCount);
  const router = useRouter();
  useEffect(() => {
    const stream = new EventSource(paths.runProgress(initial.id));
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      const next = JSON.parse(data) as RunProgress;
      setProgress(next);
      if (isMoving(next.state)) return;
      stream.close();
      router.refresh();
    };
    const results = setInterval(() => router.refresh(), refreshMs);
    return () => {
      clearInterval(results);
      stream.close();
    };
  }, [initial.id, router]);
  const { doneCount, errorCount, state, totalCost } = progress;
  const total = progress.caseCount * progress.repeats;
  const left = speed && speed > 0 ? Math.ceil((total - doneCount) / speed) : null;
  return (
    <Card>
      <Progress
        label={state === 'queued' ? 'Waiting for its turn' : state === 'stopping' ? 'Stopping' : 'Running'}
        value={total === 0 ? null : doneCount / total}
        text={`${number(doneCount)} of ${number(total)}`}
      />
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-1 text-muted">
        <Fact label="Speed">{speed === null ? 'not known yet' : `${speed.toFixed(1)} a second`}</Fact>
        <Fact label="Left, about">
          {left === null ? 'not known yet' : left < 90 ? `${left} s` : `${Math.ceil(left / 60)} min`}
        </Fact>
        <Fact label="Errors">{number(errorCount)}</Fact>
        <Fact label="Cost so far">
          <Money amount={totalCost} />
        </Fact>
      </dl>
    </Card>
  );
}

const Fact = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className="flex gap-2">
    <dt>{label}</dt>
    <dd className="text-text tabular-nums">{children}</dd>
  </div>
);

const windowMs = 10_000;

/** Results a second over the last ten seconds; null before there are two readings. */
function useSpeed(done: number): number | null {
  const readings = useRef<{ at: number; done: number }[]>([]);
  const [speed, setSpeed] = useState<number | null>(null);
  useEffect(() => {
    const now = performance.now();
    readings.current = [...readings.current.filter(({ at }) => now - at < windowMs), { at: now, done }];
    const [first] = readings.current;
    if (first && now - first.at > 500) setSpeed(((done - first.done) * 1000) / (now - first.at));
  }, [done]);
  return speed;
}
