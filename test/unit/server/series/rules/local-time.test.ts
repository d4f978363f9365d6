import t from 'tap';
import {
  existsIn,
  formatLocal,
  instantOf,
  localOf,
  readLocal,
  requireZone,
} from '../../../../../server/src/series/rules/local-time.ts';
import { at, codeOf } from '../../../../support/series/series.ts';

t.test('18:00 is 18:00 before and after clocks are changed', async (t) => {
  t.equal(instantOf('20261020T180000', 'Europe/Berlin'), at('2026-10-20T16:00Z'));
  t.equal(instantOf('20261027T180000', 'Europe/Berlin'), at('2026-10-27T17:00Z'));
  t.equal(instantOf('20260405T180000', 'Australia/Lord_Howe'), at('2026-04-05T07:30Z'), 'half an hour');
});

t.test('a time that comes twice is the first one; one that does not exist is later', async (t) => {
  t.equal(instantOf('20261025T023000', 'Europe/Berlin'), at('2026-10-25T00:30Z'));
  t.equal(localOf(instantOf('20270328T023000', 'Europe/Berlin'), 'Europe/Berlin'), '20270328T033000');
  t.notOk(existsIn('20270328T023000', 'Europe/Berlin'));
  t.ok(existsIn('20270328T033000', 'Europe/Berlin'));
  t.ok(existsIn('20261025T023000', 'Europe/Berlin'));
});

t.test('zones are those of the database, in its spelling', async (t) => {
  t.equal(requireZone('europe/berlin'), 'Europe/Berlin');
  t.equal(requireZone('UTC'), 'UTC');
  for (const zone of ['Europe/Nowhere', '+02:00', '', 'Berlin', 'Europe/Berlin\nX', '../etc/passwd'])
    t.equal(
      codeOf(() => requireZone(zone)),
      'time-zone-unknown',
      zone,
    );
});

t.test('days and times that do not exist are refused', async (t) => {
  t.equal(formatLocal(readLocal('start', '2028-02-29T23:59')), '2028-02-29T23:59');
  for (const text of ['2026-02-29T18:00', '2026-13-01T18:00', '2026-10-20T24:00', '2026-10-20T18:60'])
    t.equal(
      codeOf(() => readLocal('start', text)),
      'invalid-params',
      text,
    );
});
