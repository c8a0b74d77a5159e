import type { LogIdentity } from '@/server/kernel/context';

export const birthEvents = ['log.created', 'key.created'] as const;

/** The first events of a log: its origin and verifier keys, then one per signing key. */
export function birthOf({ origin, vkeys, keys }: LogIdentity) {
  return [
    {
      type: 'log.created',
      entity: { ref: 'log/1' },
      op: 'create' as const,
      change: [
        { path: '/origin', from: null, to: origin },
        { path: '/vkeys', from: null, to: [...vkeys] },
      ],
    },
    ...keys.map(({ id, purpose, spki }) => ({
      type: 'key.created',
      entity: { ref: `key/${id}` },
      op: 'create' as const,
      change: [
        { path: '/spki', from: null, to: spki },
        { path: '/purpose', from: null, to: purpose },
      ],
    })),
  ];
}

/** `<host>/log/<org>/<epoch>`; the host is that of the installation's address when the log began. */
export const originOf = (baseUrl: string, orgId: string, epoch: number): string =>
  `${baseUrl.replace(/^https?:\/\//, '').replace(/\/.*$/, '')}/log/${orgId}/${epoch}`;
