import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { nodeOptions } from '../../server/setup/install/compiled.mjs';
import { root } from '../../server/setup/shared/paths.mjs';
import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import type { Day } from '../support/operations/day.ts';

/** The exit codes for a log in which entries of a checkpoint are missing. */
const isToldAsCut = (code: number): boolean => code === 5 || code === 6;

export const audit = (day: Day): FaultRow => ({
  row: 10,
  title: 'the audit log verified',
  limit: 'whole since the checkpoint of the morning, before and after the restore; what the restore lost is told',
  async run() {
    const verdict = new Verdict();
    const evening = await verify(day, 'evening', 'morning');
    const latest = await verify(day, 'evening', 'evening');
    const restored = await verify(day, 'restored', 'morning');
    const lost = await verify(day, 'restored', 'evening');
    verdict.check(`the log of the day holds (${evening})`, evening === 0);
    verdict.check(`also since its last checkpoint (${latest})`, latest === 0);
    verdict.check(`the restored log holds since the morning (${restored})`, restored === 0);
    verdict.check(`what the restore lost is told (${lost})`, isToldAsCut(lost));
    const lines = (await readFile(day.auditFile('evening'), 'utf8')).trimEnd().split('\n');
    const entries = lines.filter((line) => line.includes('"what":'));
    verdict.check(
      'the backup is in it',
      entries.some((line) => line.includes('backup.started')),
    );
    const { clock } = day.running.deployment;
    const steps = entries.filter((line) => line.includes('clock.stepped')).length;
    verdict.check(`so are the steps of the clock (${steps})`, steps === (clock === null ? 0 : 2));
    return verdict.outcome({
      injected: 'npm run audit:verify --since the checkpoints of the morning and of the evening, with the public key',
      figure: `${entries.length} entries; exit codes: the day ${evening} and ${latest}, restored ${restored}, restored since the evening ${lost}`,
    });
  },
});

/** @returns the exit code of `npm run audit:verify` */
async function verify(day: Day, log: string, checkpoint: string): Promise<number> {
  const since = ['--since', day.checkpointFile(checkpoint), '--public-key', day.auditKeyFile];
  const script = [...nodeOptions, 'server/setup/audit-verify.mjs', day.auditFile(log), ...since];
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, script, { cwd: root }, () => resolve(child.exitCode ?? -1));
  });
}
