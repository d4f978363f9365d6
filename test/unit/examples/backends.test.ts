/** The helpers for other languages, the SDK and the server agree with one file of test vectors. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { verifyWebhook, WebhookError } from '@hearthroom/sdk/server';
import t, { type Test } from 'tap';
import {
  formatVectors,
  makeVectors,
  type Vectors,
  vectorsFile,
  type WebhookVector,
} from '../../support/backends/make-vectors.ts';
import { useFakeTime } from '../../support/time/fake-time.ts';

const run = promisify(execFile);
const vectors: Vectors = JSON.parse(readFileSync(vectorsFile, 'utf8'));

t.test('the vectors are what the SDK and the server make', async (t) => {
  t.strictSame(JSON.parse(formatVectors(await makeVectors())), vectors);
  t.ok(vectors.tokens.length >= 4 && vectors.webhooks.length >= 20);
});

t.test('the SDK decides about each delivery as the vectors say', async (t) => {
  for (const vector of vectors.webhooks) t.equal(await resultOf(t, vector), vector.result, vector.name);
});

async function resultOf(t: Test, { body, headers, secret, now }: WebhookVector): Promise<string> {
  const clock = useFakeTime(t, now * 1_000);
  try {
    t.same(await verifyWebhook(body, headers, secret), JSON.parse(body));
    return 'ok';
  } catch (error) {
    if (error instanceof WebhookError) return error.code;
    return error instanceof TypeError ? error.message : String(error);
  } finally {
    clock.uninstall();
  }
}

interface Language {
  name: string;
  folder: string;
  program: string;
  /** Prints a version. */
  version: string[];
  /** The oldest version that the helper supports. */
  oldest: string;
  /** Compares the helper with the vectors; `output` is a temporary folder. */
  check: (output: string) => string[];
}

const languages: Language[] = [
  {
    ...{ name: 'Python', folder: 'python', program: 'python3', version: ['--version'], oldest: '3.9' },
    check: () => ['check_vectors.py'],
  },
  {
    ...{ name: 'Go', folder: 'go', program: 'go', version: ['version'], oldest: '1.20' },
    // Not from Go's cache, which does not notice changes of files outside the module.
    check: () => ['test', '-count=1', './...'],
  },
  {
    ...{ name: 'PHP', folder: 'php', program: 'php', version: ['--version'], oldest: '8.1' },
    check: () => ['check-vectors.php'],
  },
  {
    ...{ name: '.NET', folder: 'dotnet', program: 'dotnet', version: ['--version'], oldest: '8.0' },
    check: (output) => ['run', '--artifacts-path', output],
  },
];

/** No module or tool is fetched, and nothing is written beside the helper. */
const env = {
  ...process.env,
  ...{
    GOFLAGS: '-mod=readonly',
    GOPROXY: 'off',
    GOTOOLCHAIN: 'local',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  },
};

/** Why a helper can't be checked here; false: it can. */
async function reasonToSkip({ name, program, version, oldest }: Language): Promise<string | false> {
  const printed = await run(program, version, { env }).catch(() => null);
  if (printed === null) return `${name} is not installed on this machine`;
  const found = /\d+\.\d+/.exec(printed.stdout)?.[0] ?? 'of an unknown version';
  return isAtLeast(found, oldest) ? false : `${name} ${found} is installed, and the helper needs ${oldest}`;
}

function isAtLeast(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

t.test('versions are compared as numbers', async (t) => {
  t.ok(isAtLeast('1.20', '1.20') && isAtLeast('1.100', '1.20') && isAtLeast('2.0', '1.20'));
  t.notOk(isAtLeast('1.9', '1.20') || isAtLeast('0.99', '1.20') || isAtLeast('of an unknown version', '1.20'));
});

for (const language of languages) {
  const { name, folder, program, check } = language;
  t.test(`the helper for ${name} agrees with the vectors`, { skip: await reasonToSkip(language) }, async (t) => {
    const cwd = join(dirname(vectorsFile), folder);
    const { stdout } = await run(program, check(t.testdir()), { cwd, env });
    t.match(stdout, /failed: \[\]|^ok /, stdout);
  });
}
