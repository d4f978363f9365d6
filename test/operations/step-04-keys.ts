import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { comesTrue, until } from '../support/faults/wait.ts';
import type { Day } from '../support/operations/day.ts';
import { type Deployment, makeKey, type SigningKey } from '../support/operations/deployment.ts';

const readLimitMs = 30_000;

export const keys = (day: Day): FaultRow => ({
  row: 4,
  title: 'key rotation',
  limit: 'both keys are good while both are in the file, then the new one alone; nobody notices',
  async run() {
    const verdict = new Verdict();
    const { deployment, pair } = day.running;
    const old = deployment.key;
    const next = makeKey('second');
    const noticed = await day.unnoticed(
      verdict,
      async () => {
        verdict.check('the new key is unknown before', (await statusWith(deployment, next)) === 401);
        await replaceKeys(deployment, [old, next], async () => (await statusWith(deployment, next)) === 200);
        verdict.check('the new key is good', (await statusWith(deployment, next)) === 200);
        verdict.check('the old key is still good', (await statusWith(deployment, old)) === 200);
        deployment.key = next;
        // A connection is valid as long as the key of its token: each participant reconnects with the new one.
        for (const { person } of pair.members) {
          const before = pair.interruptions;
          person.cutSocket();
          await until(() => pair.interruptions > before && pair.areJoined, 'the person is back');
        }
        await replaceKeys(deployment, [next], async () => (await statusWith(deployment, old)) === 401);
        verdict.check('the old key is refused', (await statusWith(deployment, old)) === 401);
        verdict.check('the new key is good alone', (await statusWith(deployment, next)) === 200);
      },
      { interruptions: pair.members.length },
    );
    return verdict.outcome({
      injected: 'a second key in the file, SIGHUP; both people connect again with it; the first key taken out, SIGHUP',
      figure: noticed,
    });
  },
});

async function replaceKeys(
  deployment: Deployment,
  keys: readonly SigningKey[],
  isRead: () => Promise<boolean>,
): Promise<void> {
  deployment.writeKeys(keys);
  deployment.signal('SIGHUP');
  await comesTrue(isRead, readLimitMs);
}

const statusWith = async (deployment: Deployment, key: SigningKey): Promise<number> =>
  (await deployment.api('GET', '/v1/rooms', { key })).status;
