/**
 * helm and kubernetes-validate: those that the environment names, that are installed, or that `npm run test:deploy` put
 * into the user's cache.
 */
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const toolsDir = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'hearthroom', 'deploy-tools');
export const chart = fileURLToPath(new URL('../../../examples/deploy/helm/hearthroom', import.meta.url));
/** A helm that is built without its release's flags thinks that clusters are older. */
const kubeVersion = '1.30.0';

function find(candidates: readonly (string | undefined)[], ...args: string[]): string | null {
  return candidates.find((path) => path !== undefined && spawnSync(path, args).status === 0) ?? null;
}

export const findHelm = (): string | null =>
  find([process.env.HELM_BIN, 'helm', join(toolsDir, 'helm')], 'version', '--short');

export const findValidator = (): string | null =>
  find(
    [
      process.env.KUBERNETES_VALIDATE_BIN,
      'kubernetes-validate',
      join(toolsDir, 'validate', 'bin', 'kubernetes-validate'),
    ],
    '--version',
  );

export interface Result {
  isRight: boolean;
  output: string;
  errors: string;
}

export function run(program: string, args: readonly string[], input = ''): Result {
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8' });
  return { isRight: status === 0, output: stdout, errors: stderr };
}

/** @param values as in a values file */
export const lint = (helm: string, values: object): Result =>
  run(helm, ['lint', chart, '--strict', '--values', '-'], JSON.stringify(values));

export const render = (helm: string, values: object, ...args: string[]): Result =>
  run(
    helm,
    ['template', 'evening', chart, '--kube-version', kubeVersion, '--values', '-', ...args],
    JSON.stringify(values),
  );
