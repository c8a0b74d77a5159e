import { describe, expect, it } from 'vitest';
import { typeLie } from './file-type';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const zip = bytes('PK\u0003\u0004\u0014\u0000\u0000\u0000\u0008\u0000');
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('the type of a file', () => {
  it.each([
    ['application/pdf', bytes('%PDF-1.7\nwords')],
    ['application/PDF', bytes('%PDF-1.7\nwords')],
    ['image/png', bytes('\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR')],
    ['application/zip', zip],
    ['video/mp4', bytes('\u0000\u0000\u0000\u001cftypM4V \u0000\u0000\u0000\u0000')],
    [docx, zip],
    ['text/plain', Buffer.from('Grüße aus der Prüfung')],
    ['text/plain', Buffer.from('Grüß').subarray(0, -1)],
    ['text/csv', bytes('a,b\n\u00e9,\u00ff')],
    ['text/plain', bytes('\u00ff\u00feG\u0000r\u0000')],
    ['application/json', bytes('{"a": 1}')],
    ['text/plain', bytes('BM and MZ are initials')],
    ['text/html', bytes('<!doctype html><p>words')],
    ['image/svg+xml', bytes('<?xml version="1.0"?><svg/>')],
    ['application/octet-stream', bytes('MZ\u0090\u0000')],
    ['application/vnd.our-own', bytes('anything')],
    ['text/plain', bytes('')],
  ])('may be %s', async (said, head) => {
    expect(await typeLie(head, said)).toBeNull();
  });

  it.each([
    ['application/pdf', bytes('first'), 'does not begin as application/pdf does'],
    [
      'application/pdf',
      bytes('MZ\u0090\u0000'),
      'is application/x-msdownload by its content, not application/pdf',
    ],
    ['image/png', zip, 'is application/zip by its content, not image/png'],
    [docx, bytes('%PDF-1.7'), `is application/pdf by its content, not ${docx}`],
    ['text/plain', bytes('\u007fELF\u0002'), 'is application/x-elf by its content, not text/plain'],
    ['application/json', bytes('{"a":\u0000}'), 'is no text, as application/json would be'],
  ])('is not %s', async (said, head, lie) => {
    expect(await typeLie(head, said)).toBe(lie);
  });
});
