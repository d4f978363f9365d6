/** Programs that the test of the image needs: found, or installed on Debian as root, like those of the other tests. */
import { type Program, provideProgram } from '../../../server/setup/install/programs.mjs';
import { thisSystem } from '../../../server/setup/install/system.mjs';

const users = 'The test of the image';

const programs = {
  podman: {
    name: 'docker or podman',
    users,
    variable: 'PODMAN_BIN',
    commands: ['podman'],
    debian: 'podman',
    startsService: true,
  },
  runc: { name: 'runc', users, variable: 'RUNC_BIN', commands: ['runc', '/usr/sbin/runc'], debian: 'runc' },
  debootstrap: {
    name: 'debootstrap',
    users,
    variable: 'DEBOOTSTRAP_BIN',
    commands: ['debootstrap', '/usr/sbin/debootstrap'],
    debian: 'debootstrap',
  },
} satisfies Record<string, Program>;

/** @returns its path. Throws with installation instructions if it cannot be installed. */
export function installedProgram(name: keyof typeof programs): Promise<string> {
  const onWork = (detail: string) => void process.stderr.write(`${detail}\n`);
  return provideProgram(programs[name], { system: thisSystem(), onWork });
}
