import type { Evidence } from '@/server/kernel/audit';
import type { Grant } from '../queries/grants';

type Held = Pick<Grant, 'personId' | 'role' | 'scope'>;

export const granting = ({ personId, role, scope }: Held): Evidence => ({
  type: 'role.granted',
  entity: { ref: `person/${personId}` },
  op: 'update',
  change: [{ path: `/grants/${role}`, from: null, to: { scope } }],
});

export const revocation = ({ personId, role, scope }: Held): Evidence => ({
  type: 'role.revoked',
  entity: { ref: `person/${personId}` },
  op: 'update',
  change: [{ path: `/grants/${role}`, from: { scope }, to: null }],
});

export const requested = ({ personId, role, scope }: Held, type: string, isNew: boolean): Evidence => ({
  type,
  entity: { ref: `person/${personId}` },
  op: 'update',
  change: [{ path: `/requests/${role}`, from: isNew ? null : { scope }, to: isNew ? { scope } : null }],
});
