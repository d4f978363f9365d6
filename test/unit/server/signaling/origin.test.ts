import t from 'tap';
import { isOriginAllowed, originForLog } from '../../../../server/src/signaling/origin.ts';

t.test('programs without an origin may connect, their token decides', async (t) => {
  t.ok(isOriginAllowed(undefined, 'calls.example.org', []));
});

t.test('the server’s own pages may, also behind a proxy that speaks TLS for it', async (t) => {
  t.ok(isOriginAllowed('http://calls.example.org:3000', 'calls.example.org:3000', []));
  t.ok(isOriginAllowed('https://calls.example.org', 'calls.example.org', []));
});

t.test('other pages only when they are listed, to the letter', async (t) => {
  const allowed = ['https://clinic.example.org'];
  t.ok(isOriginAllowed('https://clinic.example.org', 'calls.example.org', allowed));
  for (const origin of [
    'http://clinic.example.org',
    'https://clinic.example.org.evil.example',
    'https://evil.example',
    'null',
    'rubbish',
  ]) {
    t.notOk(isOriginAllowed(origin, 'calls.example.org', allowed), origin);
  }
  t.notOk(isOriginAllowed('null', 'null', []));
});

t.test('of a refused origin the log gets what a browser would send, and no IP address', async (t) => {
  t.equal(originForLog('https://clinic.example.org'), 'https://clinic.example.org');
  t.equal(originForLog('null'), 'null');
  t.equal(originForLog('http://192.0.2.7:8080'), 'http://(IP address):8080');
  t.equal(originForLog('https://[2001:db8::7]'), 'https://(IP address)');
  for (const invented of [
    'https://a.example/path',
    'https://anna:secret@a.example',
    'javascript:alert(1)',
    `https://${'a'.repeat(60)}.${'b'.repeat(60)}.example`,
    'Anna\nwas here',
    '',
  ])
    t.equal(originForLog(invented), 'not an origin', invented);
});
