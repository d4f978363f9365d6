import type { IncomingMessage } from 'node:http';
import t from 'tap';
import {
  addressOf,
  createProxyCheck,
  kindOf,
  untrustedForwarder,
} from '../../../../../server/src/core/addresses/client-address.ts';

const from = (remoteAddress: string, forwarded?: string, trusted: string[] = []): string => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return addressOf({ headers, socket: { remoteAddress } } as unknown as IncomingMessage, createProxyCheck(trusted));
};

t.test('without a trusted proxy, forwarded addresses are ignored', async (t) => {
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

t.test('a sender that forwards an address and is not trusted is described by its kind of network', async (t) => {
  for (const [address, kind] of [
    ['127.0.0.1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['fd00::1', 'private'],
    ['169.254.1.1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['198.51.100.7', 'public'],
    ['', 'public'],
  ] as const)
    t.equal(kindOf(address), kind, address);
  const ask = (headers: Record<string, string>, trusted: string[] = []) =>
    untrustedForwarder(
      { headers, socket: { remoteAddress: '10.0.0.1' } } as unknown as IncomingMessage,
      createProxyCheck(trusted),
    );
  for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded'])
    t.equal(ask({ [name]: '192.0.2.7' }), 'private', name);
  t.equal(ask({}), null);
  t.equal(ask({ 'x-forwarded-for': '192.0.2.7' }, ['10.0.0.0/8']), null);
});

t.test('a link-local proxy is trusted on the interface that was named, or on any when none was', async (t) => {
  const asks = (remote: string, trusted: string) => from(remote, '198.51.100.7', [trusted]);
  t.equal(asks('fe80::1%eth0', 'fe80::1%eth0'), '198.51.100.7');
  t.equal(asks('fe80::1%eth1', 'fe80::1%eth0'), 'fe80::1%eth1', 'another link has another fe80::1');
  t.equal(asks('fe80::1%eth1', 'fe80::/10'), '198.51.100.7');
  t.equal(asks('fe80::9%eth0', 'fe80::%eth0/64'), '198.51.100.7');
});
