/**
 * `npm run test:deploy`: builds helm with Go and installs kubernetes-validate with pip, both into the user's cache,
 * and runs the tests of this folder with them. The suite runs the same tests with what is there.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from '../../../server/setup/shared/paths.mjs';
import { findHelm, findValidator, toolsDir } from '../../support/deploy/tools.ts';

const helmModule = 'helm.sh/helm/v3/cmd/helm@v3.18.6';
const validatorPackage = 'kubernetes-validate==1.37.0';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

function runProgram(program: string, args: readonly string[], env: Record<string, string> = {}): boolean {
  return spawnSync(program, args, { stdio: 'inherit', cwd: root, env: { ...process.env, ...env } }).status === 0;
}

mkdirSync(toolsDir, { recursive: true });
if (findHelm() === null) {
  say(`Building ${helmModule}`);
  if (!runProgram('go', ['install', helmModule], { GOBIN: toolsDir }))
    say('There is no helm and no Go to build it with.');
}
if (findValidator() === null) {
  say(`Installing ${validatorPackage}`);
  const place = join(toolsDir, 'validate');
  const isInstalled =
    runProgram('python3', ['-m', 'venv', place]) &&
    runProgram(join(place, 'bin', 'pip'), ['install', '--quiet', validatorPackage]);
  if (!isInstalled) say('There is no Python that could install kubernetes-validate.');
}
const areThere = findHelm() !== null && findValidator() !== null;
const isRight = runProgram(process.execPath, ['server/setup/test.mjs', 'test/integration/deploy']);
if (!areThere) say('Not everything was checked: a program is missing, see above.');
process.exit(isRight && areThere ? 0 : 1);
