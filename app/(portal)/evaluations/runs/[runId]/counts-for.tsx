import Link from 'next/link';
import { paths } from '@/app/_lib/paths';
import { Digest } from '@/app/_ui/digest';
import type { Run } from '@/server/evaluations/schema/runs';
import { api } from '@/server/trpc/caller';

/** The versions that the run judged, by name; their digests behind. A release counts it that holds all of them. */
export async function CountsFor({ run }: { run: Run }) {
  const caller = await api();
  const [prompt, model] = await Promise.all([
    run.promptVersionId && caller.prompts.version({ versionId: run.promptVersionId }),
    run.modelVersionId && caller.models.version({ versionId: run.modelVersionId }),
  ]);
  const named = [
    prompt && {
      name: `Prompt ${prompt.promptName} version ${prompt.number}`,
      href: paths.promptVersion(prompt.promptId, prompt.id),
    },
    model && {
      name: `Model ${model.modelName} ${model.version}`,
      href: paths.modelVersion(model.modelId, model.id),
    },
  ].flatMap((one) => one || []);
  return (
    <span className="flex flex-col gap-1">
      {named.map(({ name, href }) => (
        <Link key={href} href={href} className="break-words text-accent underline">
          {name}
        </Link>
      ))}
      <span className="flex flex-wrap gap-2">
        {run.subjects.map((digest) => (
          <Digest key={digest} value={`sha256:${digest}`} />
        ))}
      </span>
    </span>
  );
}
