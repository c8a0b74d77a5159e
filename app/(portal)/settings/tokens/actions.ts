'use server';
import { form } from '@/app/_lib/form';
import { CreateToken, TokenRef } from '@/server/identity/schema';

export const createToken = form(
  CreateToken,
  (api, input) => api.identity.createToken(input),
  ({ systemId, ...values }) => ({ ...values, ...(systemId === 'all' ? {} : { systemIds: [systemId] }) }),
);
export const revokeToken = form(TokenRef, (api, input) => api.identity.revokeToken(input));
