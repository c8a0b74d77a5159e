import {
  dropVendor,
  editVendor,
  endVendor,
  registerVendor,
  recordUse,
} from '@/server/registry/commands/vendors';
import { getVendor, listSystemVendors, listVendors } from '@/server/registry/queries/vendors';
import { Vendor } from '@/server/registry/schema/vendors';
import { route } from '../route';

const vendors = { path: '/vendors', tag: 'Vendors' };
const vendor = { path: '/vendors/{vendorId}', tag: 'Vendors' };
const use = { path: '/systems/{systemId}/vendors/{vendorId}', tag: 'Vendors' };

export const vendorRoutes = [
  route({ ...vendors, method: 'get', summary: 'List vendors', operation: listVendors }),
  route({ ...vendors, method: 'post', summary: 'Register a vendor', operation: registerVendor }),
  route({
    ...vendor,
    method: 'get',
    summary: 'One vendor with the systems that use it',
    operation: getVendor,
    output: Vendor,
  }),
  route({
    ...vendor,
    method: 'patch',
    summary: 'Edit a vendor; another role, country or service makes its papers stale',
    operation: editVendor,
  }),
  route({
    ...vendor,
    path: '/vendors/{vendorId}/end',
    method: 'post',
    summary: 'Remove a vendor from the register; what systems inherited from it is stale',
    operation: endVendor,
  }),
  route({
    path: '/systems/{systemId}/vendors',
    tag: 'Vendors',
    method: 'get',
    summary: 'The vendors that a system uses',
    operation: listSystemVendors,
  }),
  route({
    ...use,
    method: 'put',
    summary: 'Say that a system uses a vendor, for what, and whether it receives data',
    operation: recordUse,
  }),
  route({
    ...use,
    path: '/systems/{systemId}/vendors/{vendorId}/drop',
    method: 'post',
    summary: 'The system no longer uses the vendor',
    operation: dropVendor,
  }),
];
