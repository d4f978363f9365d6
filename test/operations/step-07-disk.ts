import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FaultRow, skipped, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import { comesTrue, timeUntil } from '../support/faults/wait.ts';
import type { Day } from '../support/operations/day.ts';

const injected = 'the disk of the data filled, rooms made until one is refused; then freed';
const limitMs = 30_000;
const moreThanTheDisk = 16_000_000;

export const disk = (day: Day): FaultRow => ({
  row: 7,
  title: 'disk full and free again',
  limit: 'new rooms are refused with storage-unavailable, and made again once there is space; nobody inside notices',
  async run() {
    const { deployment } = day.running;
    if (deployment.disk === null) return skipped(injected, 'mounting a tmpfs is not permitted here');
    const filling = join(deployment.disk, 'filling');
    const verdict = new Verdict();
    let told = '';
    const noticed = await day.unnoticed(verdict, async () => {
      await writeFile(filling, Buffer.alloc(moreThanTheDisk)).catch(() => {});
      let refusal = '';
      let refusals = 0;
      const create = async () => {
        const { status, body } = await deployment.api('POST', '/v1/rooms', { body: { title: 'x'.repeat(120) } });
        if (status !== 201) {
          refusals += 1;
          refusal = `${status} ${body.code}`;
        }
        return status;
      };
      verdict.check('a new room is refused', await comesTrue(async () => (await create()) !== 201, limitMs));
      verdict.check(`with its reason (${refusal})`, refusal === '503 storage-unavailable');
      const isUnready = async () => (await deployment.readiness()) === 503;
      verdict.check('/readyz says not ready', await comesTrue(isUnready, limitMs));
      verdict.check('sound goes on while the disk is full', await day.flows());
      await rm(filling);
      const ms = await timeUntil(async () => (await create()) === 201, limitMs);
      verdict.check('rooms are made again', Number.isFinite(ms));
      const isReady = async () => (await deployment.readiness()) === 200;
      verdict.check('/readyz says ready', await comesTrue(isReady, limitMs));
      told = `${refusals} new rooms refused (${refusal}), made again ${inSeconds(ms)} after there was space`;
    });
    return verdict.outcome({ injected, figure: `${told}; ${noticed}` });
  },
});
