/** Settings named in documents exist. */
import t from 'tap';
import { describeConfig } from '../../../server/src/config/config.ts';
import { findDocuments, readDocument } from '../../support/docs/markdown.ts';

/** Variables of the tests, and of example backends. */
const others = new Set(['HEARTHROOM_SEED', 'HEARTHROOM_SECRET', 'HEARTHROOM_URL', 'HEARTHROOM_']);

t.test('every setting that a document names is one that the server has', async (t) => {
  const known = new Set(describeConfig().match(/HEARTHROOM_\w+/g));
  let count = 0;
  for (const document of findDocuments().filter((path) => path !== 'CHANGELOG.md')) {
    for (const [name] of readDocument(document).matchAll(/\bHEARTHROOM_[A-Z_]*/g)) {
      if (others.has(name)) continue;
      count += 1;
      t.ok(known.has(name), `${document}: ${name}`);
    }
  }
  t.ok(count > 40, `${count} settings`);
});
