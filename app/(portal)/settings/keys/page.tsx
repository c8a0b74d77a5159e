import { paths } from '@/app/_lib/paths';
import { CodeBlock } from '@/app/_ui/code-block';
import { Digest } from '@/app/_ui/digest';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { api } from '@/server/trpc/caller';

export const metadata = { title: 'Keys' };

const uses: Record<string, { title: string; file: string; text: string }> = {
  gate: {
    title: 'Gate',
    file: 'gate.pub',
    text: 'Signs gate decisions. Pin it where the gate is asked: --policy-key gate.pub.',
  },
  esign: {
    title: 'Sign-offs',
    file: 'esign.pub',
    text: 'Countersigns the statement of each person who signed a release.',
  },
  export: { title: 'Exports', file: 'export.pub', text: 'Signs evidence bundles.' },
};

export default async function KeysPage() {
  const { origin, vkeys, keys } = await (await api()).audit.keys({});
  return (
    <Page
      title="Keys"
      breadcrumb={[{ label: 'Settings', href: paths.settings() }]}
      description="Public keys of this organisation. Whoever holds them can check decisions, signatures and the trail without asking this server. The private keys never leave it."
    >
      {keys.map(({ id, purpose, spki }) => {
        const use = uses[purpose];
        return (
          <Section key={purpose} title={use?.title ?? purpose} description={use?.text}>
            <CodeBlock title={use?.file ?? `${purpose}.pub`} code={pem(spki)} />
            <p className="text-xs text-muted">
              ECDSA P-256, key id <Digest value={id} full />
            </p>
          </Section>
        );
      })}
      <Section
        title="Audit log"
        description="Signs the checkpoints of the trail (Ed25519). Verifier keys in the form that signed-note tools read."
      >
        <KeyValues
          items={[{ label: 'Origin', value: <code className="font-mono text-xs">{origin}</code> }]}
        />
        {vkeys.map((vkey) => (
          <CodeBlock key={vkey} title="log.vkey" code={vkey} wrap />
        ))}
      </Section>
    </Page>
  );
}

/** RFC 7468: lines of 64 characters. */
const pem = (spki: string): string =>
  `-----BEGIN PUBLIC KEY-----\n${(spki.match(/.{1,64}/g) ?? []).join('\n')}\n-----END PUBLIC KEY-----\n`;
