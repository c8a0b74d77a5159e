import { Alert } from './alert';

/** What a form as a whole was refused for: `state.problem` of `form()`. */
export function FormError({ problem }: { problem?: string | null }) {
  return problem ? (
    <Alert tone="negative" live>
      {problem}
    </Alert>
  ) : null;
}
