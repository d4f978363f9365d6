import t from 'tap';
import { kindOf } from '../../../../bench/loading/traffic.ts';

t.test('a request is counted by what it is for', async (t) => {
  const kinds = {
    'http://127.0.0.1:3000/sdk/latest/hearthroom-ui.min.js': 'script',
    'http://127.0.0.1:3000/sdk/0.2.0/hearthroom.min.js?Ab3': 'script',
    'http://127.0.0.1:3000/calls/sdk/0.2.0/hearthroom-ui-X7Q2.min.js': 'chunk',
    'http://127.0.0.1:3000/sdk/manifest.json': 'manifest',
    'http://127.0.0.1:4000/element': 'page',
    'http://127.0.0.1:4000/favicon.ico': 'other',
  };
  for (const [url, kind] of Object.entries(kinds)) t.equal(kindOf(url), kind, url);
});
