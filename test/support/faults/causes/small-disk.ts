/** A small disk that a test can fill without harm to the machine. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowContext } from '../rows/row.ts';

/** @returns the mount point of a tmpfs of that size; null if mounting is not permitted */
export async function mountSmallDisk(
  context: Pick<RowContext, 'afterwards'>,
  megabytes: number,
): Promise<string | null> {
  const disk = await mkdtemp(join(tmpdir(), 'hearthroom-disk-'));
  context.afterwards(() => rm(disk, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch {
    return null;
  }
  context.afterwards(() => execFileSync('umount', ['--lazy', disk]));
  return disk;
}
