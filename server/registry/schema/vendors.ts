import { z } from 'zod';
import { id, optionalText, text } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';

export const vendorRoles = [
  'processor',
  'sub_processor',
  'joint_controller',
  'business_associate',
  'subcontractor',
  'model_provider',
  'hosting',
  'labelling',
  'observability',
  'other',
] as const;
export const VendorRole = z.enum(vendorRoles);

const Country = z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters, such as DE or US');
const distinct = (values: readonly string[]) => new Set(values).size === values.length;
const vendorFields = {
  roles: z
    .array(VendorRole)
    .min(1, 'must name at least one role')
    .max(vendorRoles.length)
    .refine(distinct, 'must not name the same role twice'),
  /** ISO 3166-1 alpha-2: where the vendor handles the data. */
  country: Country,
  /** What it does for you. */
  services: optionalText(2000),
  /** Whom to reach there. */
  contact: optionalText(500),
  /** Number or place of the contract; the documents themselves are evidence bound to the vendor. */
  contract: optionalText(500),
};

export const RegisterVendor = z.strictObject({ name: text(120), ...vendorFields });
export const EditVendor = z.strictObject({
  vendorId: id('ven'),
  roles: vendorFields.roles.optional(),
  country: Country.optional(),
  services: vendorFields.services,
  contact: vendorFields.contact,
  contract: vendorFields.contract,
});
export const EndVendor = z.strictObject({ vendorId: id('ven'), reason: text(2000) });

export const UseVendor = z.strictObject({
  vendorId: id('ven'),
  systemId: id('sys'),
  /** Whether it receives personal data or PHI of the system: then it needs the agreements for that. */
  receivesData: z.boolean(),
  purpose: optionalText(500),
  modelIds: z.array(id('mod')).max(50).refine(distinct, 'must not name the same model twice').default([]),
  /** The day from which the system uses it; by default today, never in the future. */
  since: z.iso.date().optional(),
  reason: text(2000),
});
export const DropVendor = z.strictObject({ vendorId: id('ven'), systemId: id('sys'), reason: text(2000) });

export const VendorRef = z.strictObject({ vendorId: id('ven') });
export const VendorsOfSystem = z.strictObject({ systemId: id('sys') });
export const ListVendors = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  role: VendorRole.optional(),
  state: z.enum(['active', 'ended']).optional(),
});
export const CountVendors = z.strictObject({});

const VendorUse = z.strictObject({
  systemId: id('sys'),
  system: z.string(),
  vendorId: id('ven'),
  receivesData: z.boolean(),
  purpose: z.string(),
  models: z.array(z.strictObject({ id: id('mod'), name: z.string() })),
  since: z.date(),
  endedAt: z.date().nullable(),
});
export type VendorUse = z.infer<typeof VendorUse>;

export const Vendor = z.strictObject({
  id: id('ven'),
  orgId: z.string(),
  name: z.string(),
  roles: z.array(VendorRole),
  country: z.string(),
  /** Within the EEA no transfer instrument is asked of it. */
  isInEea: z.boolean(),
  services: z.string(),
  contact: z.string(),
  contract: z.string(),
  state: z.enum(['active', 'ended']),
  endedAt: z.date().nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  /** The systems that use it now and that the caller may see. */
  uses: z.array(VendorUse),
  /** Those that no longer do. */
  pastUses: z.array(VendorUse),
});
export type Vendor = z.infer<typeof Vendor>;
