import t from 'tap';
import { isOriginAllowed } from '../../../../server/src/signaling/origin.ts';

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
