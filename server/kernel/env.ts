import { resolve } from 'node:path';
import { z } from 'zod';

const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  COUNTERSIGN_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  COUNTERSIGN_DATA: z.string().min(1).default('.countersign'),
  COUNTERSIGN_MASTER_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  COUNTERSIGN_PRIVATE_TARGETS: z.enum(['allow', 'deny']).default('allow'),
  /** From where copies of pages may be captured as evidence: `anywhere` includes the operator's own network. */
  COUNTERSIGN_PAGE_CAPTURE: z.enum(['public', 'anywhere']).default('public'),
  /** How many proxies of the operator stand in front and append to X-Forwarded-For. */
  COUNTERSIGN_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  DATABASE_MIGRATION_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().min(1).max(40).default('Single sign-on'),
});
export type Env = Readonly<z.infer<typeof Env>> & { readonly dataFolder: string; readonly baseUrl: string };

/** The configuration of this process; throws one sentence per wrong variable. Empty variables count as absent. */
export function readEnv(given: Readonly<Record<string, string | undefined>> = process.env): Env {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(present);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new Error(`Wrong configuration: ${wrong.join('; ')}`);
  }
  const env = parsed.data;
  return {
    ...env,
    dataFolder: resolve(env.COUNTERSIGN_DATA),
    baseUrl: (env.COUNTERSIGN_BASE_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
  };
}

const targetKey = /^COUNTERSIGN_TARGET_KEY_[A-Z0-9_]{1,64}$/;

/** Names of the variables that hold keys of model targets; their values are looked up one by one, when a call is made. */
export const targetKeyNames = (given: Readonly<Record<string, string | undefined>> = process.env): string[] =>
  Object.keys(given)
    .filter((name) => targetKey.test(name) && given[name] !== '')
    .sort();

/** The value of one of `targetKeyNames`; undefined for any other name. */
export const targetKeyValue = (
  name: string,
  given: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined => (targetKey.test(name) ? given[name] : undefined);
