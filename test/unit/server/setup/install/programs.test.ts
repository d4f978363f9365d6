import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { chromium, coturn, provideProgram } from '../../../../../server/setup/install/programs.mjs';

const root = { platform: 'linux', family: 'debian', id: 'debian', isRoot: true, runsServices: false } as const;
const onWork = (): void => {};
const only =
  (...known: string[]) =>
  (command: string): string | null =>
    known.includes(command) ? `/usr/bin/${command}` : null;
const install = async (): Promise<never> => {
  throw new Error('installed without need');
};

t.test('a program named by its variable comes first', async (t) => {
  const options = { system: root, onWork, install, find: (command: string) => command };
  t.equal(await provideProgram(chromium, { ...options, env: { CHROMIUM_BIN: '/opt/chromium' } }), '/opt/chromium');
});

t.test('a variable that names no program is an error, never passed over', async (t) => {
  const options = { system: root, onWork, install, find: only('chromium'), env: { CHROMIUM_BIN: '/opt/absent' } };
  await t.rejects(provideProgram(chromium, options), { message: /^CHROMIUM_BIN names \/opt\/absent/ });
});

t.test('an installed program is found by any of its names', async (t) => {
  const options = { system: root, onWork, install, find: only('google-chrome'), env: {} };
  t.equal(await provideProgram(chromium, options), '/usr/bin/google-chrome');
});

t.test('programs are looked for in PATH', async (t) => {
  const folder = t.testdir({});
  const program = join(folder, 'google-chrome-stable');
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
  t.equal(await provideProgram(chromium, { system: root, onWork, install, env: { PATH: folder } }), program);
});

t.test("root on Debian gets Debian's", async (t) => {
  const installed: string[] = [];
  const path = await provideProgram(chromium, {
    system: root,
    onWork,
    env: {},
    find: (command) => only(...installed)(command),
    install: async (packages) => {
      installed.push(...packages);
    },
  });
  t.equal(path, '/usr/bin/chromium');
});

t.test('others are told how to get one', async (t) => {
  const options = { onWork, env: {}, find: only(), install };
  await t.rejects(provideProgram(chromium, { ...options, system: { ...root, isRoot: false } }), {
    name: 'SetupError',
    message: /Install with: apt-get update && apt-get install .*chromium; or set CHROMIUM_BIN/,
  });
  await t.rejects(provideProgram(chromium, { ...options, system: { ...root, id: 'ubuntu' } }), {
    message: /Install Chromium, or set CHROMIUM_BIN/,
  });
});

t.test('nothing is installed that would run as a service from then on', async (t) => {
  const options = { onWork, env: {}, find: only(), install };
  await t.rejects(provideProgram(coturn, { ...options, system: { ...root, runsServices: true } }), {
    name: 'SetupError',
    message: /^The tests of the TURN relay need coturn\. Install with: .*coturn \(it starts a service\)/,
  });
  await t.rejects(provideProgram(coturn, { ...options, system: root }), { message: 'installed without need' });
});
