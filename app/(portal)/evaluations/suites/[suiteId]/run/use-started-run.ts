import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import type { startRun } from '../../../actions';

/** A form that starts a run and then shows it; `field` is what an input of it takes. */
export function useStartedRun(action: typeof startRun) {
  const [state, submit] = useActionState(action, {});
  const router = useRouter();
  const started = state.done?.result.id;
  useEffect(() => {
    if (started) router.push(paths.run(started));
  }, [started, router]);
  const field = (name: string) => ({
    name,
    defaultValue: state.values?.[name],
    error: state.fields?.[name]?.slice(),
  });
  return { problem: state.problem, submit, field };
}
