import { expect, it } from 'vitest';
import manifest from '@/package.json';
import { productVersion } from './version';

it('is the version of the package', () => {
  expect(productVersion).toBe(manifest.version);
});
