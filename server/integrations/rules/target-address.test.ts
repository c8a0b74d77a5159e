import { describe, expect, it } from 'vitest';
import { addressKind, addressProblem, checkedBaseUrl } from './target-address';

describe('addresses of targets', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['127.0.0.1', 'private'],
    ['0.0.0.0', 'private'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['::1', 'private'],
    ['::', 'private'],
    ['fd12:3456::1', 'private'],
    ['169.254.169.254', 'forbidden'],
    ['100.100.100.200', 'forbidden'],
    ['224.0.0.1', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
    ['fe80::1%eth0', 'forbidden'],
    ['febf::1', 'forbidden'],
    ['fd00:ec2::254', 'forbidden'],
    ['::ffff:169.254.169.254', 'forbidden'],
    ['::ffff:a9fe:a9fe', 'forbidden'],
    ['64:ff9b::a9fe:a9fe', 'forbidden'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['64:ff9b::8.8.8.8', 'public'],
    ['64:ff9b:1::a9fe:a9fe', 'forbidden'],
    ['64:ff9b:1:7f00:0:1::', 'forbidden'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'forbidden'],
    ['2002:a9fe:a9fe::1', 'forbidden'],
    ['fec0::1', 'private'],
    ['feff::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['::127.0.0.1', 'private'],
    ['[::1]', 'private'],
  ])('%s is %s', (address, kind) => expect(addressKind(address)).toBe(kind));

  it.each(['localhost', '1.2.3', '1.2.3.4.5', '1::2::3', '12345::', '256.0.0.1', ':::'])(
    '%s is no address',
    (text) => expect(addressKind(text)).toBeNull(),
  );

  it('allows private addresses unless the installation denies them', () => {
    expect(addressProblem('10.0.0.1', 'allow')).toBeNull();
    expect(addressProblem('10.0.0.1', 'deny')).toContain('private');
    expect(addressProblem('169.254.1.1', 'allow')).toContain('never allowed');
  });
});

describe('base URLs', () => {
  it('takes http and https', () => {
    expect(checkedBaseUrl('http://localhost:11434/v1', 'deny').port).toBe('11434');
    expect(checkedBaseUrl('https://api.openai.com/v1', 'deny').hostname).toBe('api.openai.com');
  });

  it.each([
    ['ftp://example.com', 'https://'],
    ['file:///etc/passwd', 'https://'],
    ['not a url', 'absolute'],
    ['https://example.com/v1?key=1', 'query'],
    ['http://0xa9fea9fe/v1', 'never allowed'],
    ['http://2852039166/latest', 'never allowed'],
    ['http://169.254.169.254./', 'never allowed'],
    ['http://[::ffff:169.254.169.254]/', 'never allowed'],
  ])('refuses %s', (url, part) => expect(() => checkedBaseUrl(url, 'allow')).toThrow(part));

  it('does not repeat credentials', () => {
    expect(() => checkedBaseUrl('https://me:hunter2@example.com', 'allow')).toThrow(
      'The base URL must not contain a user name or password; give the key separately',
    );
  });
});
