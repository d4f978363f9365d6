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

/** The program that compares each language's helper with the vectors; `version` says whether the language is there. */
const languages = [
  { name: 'Python', folder: 'python', program: 'python3', version: ['--version'], check: ['check_vectors.py'] },
  { name: 'Go', folder: 'go', program: 'go', version: ['version'], check: ['test', './...'] },
  { name: 'PHP', folder: 'php', program: 'php', version: ['--version'], check: ['check-vectors.php'] },
  { name: '.NET', folder: 'dotnet', program: 'dotnet', version: ['--version'], check: ['run'] },
];

for (const { name, folder, program, version, check } of languages) {
  const isInstalled = await run(program, version).then(
    () => true,
    () => false,
  );
  const skip = isInstalled ? false : `${name} is not installed on this machine`;
  t.test(`the helper for ${name} agrees with the vectors`, { skip }, async (t) => {
    const cwd = join(dirname(vectorsFile), folder);
    // No module or tool is fetched, and nothing is written beside the helper.
    const env = {
      ...process.env,
      GOFLAGS: '-mod=readonly',
      GOPROXY: 'off',
      GOTOOLCHAIN: 'local',
      PYTHONDONTWRITEBYTECODE: '1',
    };
    const { stdout } = await run(program, check, { cwd, env });
    t.match(stdout, /failed: \[\]|^ok /, stdout);
  });
}
