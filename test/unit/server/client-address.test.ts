import type { IncomingMessage } from 'node:http';
import t from 'tap';
import { addressOf, createProxyCheck } from '../../../server/src/client-address.ts';

const from = (remoteAddress: string, forwarded?: string, trusted: string[] = []): string => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return addressOf({ headers, socket: { remoteAddress } } as unknown as IncomingMessage, createProxyCheck(trusted));
};

t.test('without a trusted proxy nobody’s word counts', async (t) => {
  t.equal(from('192.0.2.1'), '192.0.2.1');
  t.equal(from('192.0.2.1', '198.51.100.7'), '192.0.2.1');
});

t.test('a trusted proxy says who asks; what a client wrote before it is not believed', async (t) => {
  t.equal(from('10.0.0.1', '198.51.100.7', ['10.0.0.0/8']), '198.51.100.7');
  t.equal(from('10.0.0.1', '1.2.3.4, 198.51.100.7', ['10.0.0.0/8']), '198.51.100.7');
  t.equal(from('10.0.0.1', '198.51.100.7, 10.0.0.2', ['10.0.0.0/8']), '198.51.100.7', 'through two of them');
  t.equal(from('::ffff:127.0.0.1', '2001:db8::7', ['127.0.0.1']), '2001:db8::7');
  t.equal(from('fd00::1', 'rubbish', ['fd00::/8']), 'rubbish', 'an odd word is a client of its own');
  t.equal(from('10.0.0.1', undefined, ['10.0.0.0/8']), '10.0.0.1');
});
