import { percent } from '@/app/_lib/format';
import { Chip } from '@/app/_ui/chip';
import { Digest } from '@/app/_ui/digest';
import { KeyValues } from '@/app/_ui/key-values';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Api } from '@/server/trpc/caller';
import type { JudgeLimits } from './judge-rule';
import { forbidden, labelOf, methods, quorumWords } from '../policy-words';

export type Version = Awaited<ReturnType<Api['gates']['environment']>>['versions'][number];

/** The policy in force in words. */
export function PolicyView({ version: { policy, version, digest, activeFrom } }: { version: Version }) {
  const { require: required } = policy;
  return (
    <KeyValues
      items={[
        { label: 'Who must sign', value: quorumWords(policy.quorum) },
        {
          label: 'Who may not',
          value: policy.forbid.map((word) => labelOf(forbidden, word)).join(', '),
          none: 'Nobody is excluded',
        },
        { label: 'How', value: `${labelOf(methods, policy.min_method)}, or stronger` },
        { label: 'Sign-offs hold', value: `${policy.approval_ttl_days} days` },
        {
          label: 'Role held for',
          value: policy.role_seasoning_hours > 0 && `${policy.role_seasoning_hours} hours before submission`,
          none: 'At the submission',
        },
        {
          label: 'When the role is lost',
          value:
            policy.on_role_lost === 'drop' ? 'The signature no longer counts' : 'The signature still counts',
        },
        {
          label: 'A rejection',
          value: policy.any_rejection_blocks ? 'Blocks the release' : 'Does not block by itself',
        },
        { label: 'Suites that must pass', value: names(required.suites), none: 'None' },
        { label: 'Bias studies that must pass', value: names(required.studies), none: 'None' },
        { label: 'Frameworks to settle', value: names(required.frameworks.map(words)), none: 'None' },
        {
          label: 'Judges',
          value: required.judges && judgeWords(required.judges),
          none: 'Need no calibration',
        },
        {
          label: 'Another model than asked',
          value: required.models_as_asked && 'Blocks the release',
          none: 'Is told, and does not block',
        },
        { label: 'Not enough evidence', value: words(policy.on_not_enough_evidence) },
        {
          label: 'Version',
          value: (
            <>
              {version}, since <Time value={activeFrom} />
            </>
          ),
        },
        { label: 'Digest', value: <Digest value={digest} /> },
      ]}
    />
  );
}

const judgeWords = ({ min_cases, min_share, min_kappa, min_recall }: JudgeLimits) =>
  `Calibrated: ${min_cases} labelled cases, rarest label ${percent(min_share)}, lower bound of kappa ${min_kappa}, ${percent(min_recall)} of failures found`;

const names = (list: readonly string[]) =>
  list.length > 0 && (
    <span className="flex flex-wrap gap-1">
      {list.map((name) => (
        <Chip key={name}>{name}</Chip>
      ))}
    </span>
  );
