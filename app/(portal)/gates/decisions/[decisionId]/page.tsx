import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { decisionTones } from '@/app/_lib/tones';
import { Alert } from '@/app/_ui/alert';
import { CodeBlock } from '@/app/_ui/code-block';
import { Digest } from '@/app/_ui/digest';
import { JsonView } from '@/app/_ui/json-view';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api, type Api } from '@/server/trpc/caller';

export const metadata = { title: 'Gate decision' };
type Decision = Awaited<ReturnType<Api['gates']['decision']>>;

export default async function DecisionPage({ params }: PageProps<'/gates/decisions/[decisionId]'>) {
  const { decisionId } = await params;
  const decision = await orNotFound((await api()).gates.decision({ decisionId }));
  const release = await releaseOf(decision.releaseDigest);
  const { environment } = decision;
  return (
    <Page
      title={`${words(decision.decision)} for ${environment}`}
      breadcrumb={[
        { label: 'Gates', href: paths.gates() },
        { label: environment, href: paths.environment(environment) },
      ]}
      status={<StatusChip status={decision.decision} tones={decisionTones} />}
      meta={[<Time key="at" value={decision.evaluatedAt} style="precise" />]}
      actions={
        release && (
          <LinkButton href={withQuery(paths.release(release.id), { environment })}>
            {release.system} {release.version}
          </LinkButton>
        )
      }
    >
      <Reasons decision={decision} />
      <Section title="What was asked" frame="card">
        <Facts decision={decision} />
      </Section>
      <Section
        title="Signed answer"
        description="A SLSA verification summary (in-toto) in a Sigstore bundle: the payload of the signature, and the whole bundle."
      >
        <JsonView title="statement.json (from the payload)" value={payloadOf(decision.bundle)} />
        <CodeBlock title="vsa.sigstore.json" code={JSON.stringify(decision.bundle)} wrap />
      </Section>
      <HowToCheck decision={decision} />
    </Page>
  );
}

const releaseOf = async (digest: string | null) =>
  digest === null
    ? null
    : (await api()).releases.byDigest({ digest }).catch((error: unknown) => {
        if (error instanceof TRPCError && error.code === 'NOT_FOUND') return null;
        throw error;
      });

function Reasons({ decision: { decision, reasons } }: { decision: Decision }) {
  return (
    <Alert
      tone={decisionTones[decision]}
      title={decision === 'allow' ? 'Every requirement was met' : 'What was missing'}
    >
      {reasons.length > 0 && (
        <ul className="list-disc space-y-1 pl-5">
          {reasons.map(({ code, message }) => (
            <li key={code + message}>
              {message} <code className="text-xs text-muted">{code}</code>
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

function Facts({ decision }: { decision: Decision }) {
  const { releaseDigest, policyDigest, validUntil, createdBy, tokenName, context, id } = decision;
  return (
    <KeyValues
      items={[
        {
          label: 'Release digest',
          value: releaseDigest && <Digest value={releaseDigest} />,
          none: 'Unknown',
        },
        ...askedAbout(decision).map(({ name, sha256 }) => ({
          label: `Asked about ${name}`,
          value: <Digest value={`sha256:${sha256}`} />,
        })),
        { label: 'Policy', value: policyDigest && <Digest value={policyDigest} />, none: 'There was none' },
        { label: 'Valid until', value: <Time value={validUntil} /> },
        { label: 'Asked by', value: tokenName ? `Token "${tokenName}"` : <PersonName id={createdBy} /> },
        ...Object.entries(context).map(([label, value]) => ({ label: words(label), value })),
        { label: 'Decision', value: <code className="font-mono text-xs">{id}</code> },
      ]}
    />
  );
}

const Statement = z.object({
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })),
});

/** What the asker named, when that is not the digest which was found. */
function askedAbout({ bundle, releaseDigest }: Decision) {
  const statement = Statement.safeParse(payloadOf(bundle));
  return (statement.data?.subject ?? [])
    .map(({ name, digest: { sha256 } }) => ({ name, sha256 }))
    .filter(({ sha256 }) => `sha256:${sha256}` !== releaseDigest);
}

/** The signed statement inside the bundle; null when it has another form. */
function payloadOf(bundle: Decision['bundle']): unknown {
  const envelope = bundle['dsseEnvelope'];
  const payload =
    typeof envelope === 'object' && envelope !== null && 'payload' in envelope ? envelope.payload : null;
  return typeof payload === 'string' ? JSON.parse(Buffer.from(payload, 'base64').toString()) : null;
}

function HowToCheck({ decision: { decision, releaseDigest, environment } }: { decision: Decision }) {
  const digest = releaseDigest?.replace(/^sha256:/, '') ?? '<digest>';
  const cosign = `cosign verify-blob-attestation --bundle vsa.sigstore.json --key gate.pub --insecure-ignore-tlog \\
  --type https://slsa.dev/verification_summary/v1 --digest ${digest} --digestAlg sha256`;
  const cli = `npx countersign gate check --offline-bundle vsa.sigstore.json --policy-key gate.pub \\
  --env ${environment} --release sha256:${digest}`;
  return (
    <Section
      title="How to check this without us"
      description="Save the bundle as vsa.sigstore.json and the gate's public key as gate.pub. cosign checks signature and subject; whether the answer was yes and still holds is checked by countersign."
      actions={<LinkButton href={paths.keys()}>Public keys</LinkButton>}
    >
      <CodeBlock title="countersign, no network" code={cli} />
      <CodeBlock title={decision === 'allow' ? 'cosign' : 'cosign (a denial is signed too)'} code={cosign} />
    </Section>
  );
}
