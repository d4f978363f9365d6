/**
 * An audit log whose end was removed or whose start was rewritten on the server's disk: detected with a checkpoint
 * stored elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { nodeOptions } from '../../../server/setup/install/compiled.mjs';
import { root } from '../../../server/setup/shared/paths.mjs';
import { type AuditPlace, chainStart, sealEntry } from '../../../server/src/audit/chain.ts';
import { parseCheckpoint } from '../../../server/src/audit/checkpoint.ts';
import { ed25519Pair } from '../../support/server/keys/key-pairs.ts';
import { receiveHooks } from '../../support/server/rest/hook-receiver.ts';
import { ServerProcess } from '../../support/server/server-process.ts';
import { testKey } from '../../support/server/test-server.ts';

const hasTools = ['openssl version', 'jq --version'].every((tool) => spawnSync('bash', ['-c', tool]).status === 0);

/** Lines of the document. */
function exampleOf(text: string): string {
  const examples = readFileSync(join(root, 'docs/audit-log.md'), 'utf8').matchAll(/```sh\n(.*?)```/gs);
  const found = [...examples].map(([, example = '']) => example).find((example) => example.includes(text));
  if (found === undefined) throw new Error(`docs/audit-log.md has no example with ${text}`);
  return found;
}

async function call(url: string, method: 'GET' | 'POST', path: string): Promise<string> {
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  const answer = await fetch(`${url}${path}`, { method, headers: { authorization } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

/** Runs the real command. @param script the one that npm runs, or the script run by that */
function verify(
  args: string[],
  script = 'server/src/commands/verify-audit.ts',
): { code: number | null; output: string } {
  const { status, stdout } = spawnSync(process.execPath, [...nodeOptions, script, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { code: status, output: stdout };
}

async function start(t: Test, env: Record<string, string>): Promise<{ server: ServerProcess; url: string }> {
  const server = await ServerProcess.start(env);
  t.teardown(() => server.remove());
  return { server, url: await server.url() };
}

async function stop(server: ServerProcess): Promise<void> {
  server.child.kill('SIGTERM');
  await server.exited;
}

/** What an insider with the store's file can do: replace entries and compute a new, consistent chain. */
function rewrite(dataDir: string, change: (entries: Record<string, unknown>[]) => Record<string, unknown>[]): void {
  const database = new DatabaseSync(join(dataDir, 'hearthroom.sqlite'));
  database.exec('DROP TRIGGER audit_is_append_only; DROP TRIGGER audit_is_pruned_only');
  const rows = database.prepare('SELECT line FROM audit ORDER BY seq').all();
  database.exec('DELETE FROM audit');
  const insert = database.prepare('INSERT INTO audit (seq, at, hash, line) VALUES (?, ?, ?, ?)');
  let last: AuditPlace = chainStart;
  for (const entry of change(rows.map(({ line }) => JSON.parse(String(line))))) {
    const { prev: _, hash: __, ...content } = entry;
    const [seq, at] = [last.seq + 1, String(content.at)];
    const { line, hash } = sealEntry({ ...(content as unknown as Parameters<typeof sealEntry>[0]), seq }, last.hash);
    insert.run(seq, Date.parse(at), hash, line);
    last = { seq, hash };
  }
  database.close();
}

t.test(
  'each manipulation of the log by an insider is detected with its exit code and message; openssl agrees',
  async (t) => {
    const directory = t.testdir();
    const path = (name: string) => join(directory, name);
    const hooks = await receiveHooks(t);
    const checkpointDir = path('elsewhere');
    const env = { ...hooks.env, HEARTHROOM_AUDIT_CHECKPOINT_DIR: checkpointDir };
    const { server, url } = await start(t, env);
    t.equal(statSync(join(server.dataDir, 'audit-key.pem')).mode & 0o777, 0o600);
    for (let index = 0; index < 3; index += 1) await call(url, 'POST', '/v1/rooms');
    const requested = await call(url, 'GET', '/v1/audit/checkpoint');
    const [key] = JSON.parse(await call(url, 'GET', '/v1/audit/keys')).keys;
    writeFileSync(path('checkpoint.json'), requested);
    writeFileSync(path('key.pem'), key.publicKey);
    writeFileSync(path('other.pem'), ed25519Pair().publicPem);
    await call(url, 'POST', '/v1/rooms');
    writeFileSync(path('log'), await call(url, 'GET', '/v1/audit'));
    await stop(server);

    const since = ['--since', path('checkpoint.json'), '--public-key', path('key.pem')];
    t.match(verify([path('log'), ...since], 'server/setup/audit-verify.mjs'), {
      code: 0,
      output: /entry 7 is in the log as it was signed/,
    });
    t.match(verify([path('log'), '--since', path('checkpoint.json')]), { code: 0, output: /NOT CHECKED/ });
    t.match(verify([path('log'), '--since', path('checkpoint.json'), '--public-key', path('other.pem')]), {
      code: 4,
      output: /OTHER KEY/,
    });
    writeFileSync(path('changed.json'), requested.replace('"seq":7', '"seq":6'));
    t.match(verify([path('log'), '--since', path('changed.json'), '--public-key', path('key.pem')]), {
      code: 3,
      output: /WRONG SIGNATURE/,
    });
    t.match(verify([path('log'), '--since', path('log')]), {
      code: 2,
      output: /MALFORMED: line 1 of .* is not a signed checkpoint/,
    });
    t.match(verify([path('log'), '--since', path('none')]), { code: 2, output: /MALFORMED: .* can't be read/ });
    t.match(verify([path('log'), '--since', path('checkpoint.json'), '--public-key', path('log')]), {
      code: 2,
      output: /MALFORMED/,
    });

    const file = readFileSync(join(checkpointDir, 'hearthroom-audit-checkpoints.jsonl'), 'utf8');
    const inFile = file
      .trim()
      .split('\n')
      .map((line) => parseCheckpoint(line)?.checkpoint.seq);
    t.same(inFile, [1, 10, 10], 'at the start, when the drain began, and at the end');
    t.same(
      hooks.checkpoints.map(({ event }) => event.checkpoint.seq),
      inFile,
      'and delivered before the server ended',
    );
    t.same(
      hooks.checkpoints.map(({ event }) => event.sequence),
      [1, 2, 3],
    );
    writeFileSync(path('from-webhook.json'), hooks.checkpoints[2]?.text ?? '');
    t.match(server.output, `"keyIds":["${key.id}"],"msg":"audit signing key generated`, 'the log names the key');
    t.notMatch(server.output, 'PRIVATE');

    if (hasTools) {
      copyFileSync(path('from-webhook.json'), path('checkpoint.json'));
      const checked = spawnSync('bash', ['-euc', exampleOf('openssl pkeyutl')], { cwd: directory, encoding: 'utf8' });
      t.match(checked, { status: 0, stdout: 'Signature Verified Successfully\n' }, 'as documented, with openssl alone');
      const idOf = spawnSync('bash', ['-euc', 'openssl pkey -pubin -in key.pem -outform DER | sha256sum'], {
        cwd: directory,
      });
      t.equal(String(idOf.stdout).slice(0, 64), key.id);
    }

    const attack = async (change: Parameters<typeof rewrite>[1]) => {
      rewrite(server.dataDir, change);
      const again = await start(t, { HEARTHROOM_DATA_DIR: server.dataDir });
      writeFileSync(path('forged'), await call(again.url, 'GET', '/v1/audit'));
      await stop(again.server);
      t.match(verify([path('forged')]), { code: 0, output: /^whole/m }, 'the chain alone does not tell');
      return verify([path('forged'), '--since', path('from-webhook.json'), '--public-key', path('key.pem')]);
    };
    const before = readFileSync(join(server.dataDir, 'hearthroom.sqlite'));
    const restore = () => writeFileSync(join(server.dataDir, 'hearthroom.sqlite'), before);
    t.match(await attack((entries) => entries.slice(0, 4)), {
      code: 5,
      output: /TAIL CUT: the log ends with entry 5; entries 6 to 10 were there/,
    });
    restore();
    t.match(await attack((entries) => entries.toSpliced(2, 1)), {
      code: 6,
      output: /REWRITTEN: entry 10 is another one/,
    });
    restore();
    t.match(await attack(([first = {}, ...others]) => [{ ...first, by: 'api:other' }, ...others]), { code: 6 });
    restore();
    t.match(
      await attack((entries) => entries),
      { code: 0, output: /entries 11 to 11 are newer/ },
      'and honest work is none',
    );
  },
);

t.test(
  'with a key that is given, and another one after it, both of which sign for a while, the old one’s owner can follow',
  async (t) => {
    const directory = t.testdir();
    const path = (name: string) => join(directory, name);
    const [old, next] = [ed25519Pair(), ed25519Pair()];
    writeFileSync(path('audit.key'), `${next.privatePem}${old.privatePem}`);
    writeFileSync(path('old.pem'), old.publicPem);
    writeFileSync(path('next.pem'), next.publicPem);
    const { server, url } = await start(t, { HEARTHROOM_AUDIT_KEY_FILE: path('audit.key') });
    writeFileSync(path('checkpoint.json'), await call(url, 'GET', '/v1/audit/checkpoint'));
    writeFileSync(path('log'), await call(url, 'GET', '/v1/audit'));
    const args = [path('log'), '--since', path('checkpoint.json')];
    t.match(verify([...args, '--public-key', path('old.pem')]), {
      code: 0,
      output: /^also signs: key [0-9a-f]{64}, for which/m,
    });
    t.equal(verify([...args, '--public-key', path('next.pem')]).code, 0);
    t.throws(() => statSync(join(server.dataDir, 'audit-key.pem')), { code: 'ENOENT' }, 'none is made then');
  },
);

t.test(
  'a damaged key prevents the start with a message that says how to fix it and does not contain the key',
  async (t) => {
    const { server } = await start(t, {});
    await stop(server);
    writeFileSync(join(server.dataDir, 'audit-key.pem'), 'canary');
    const again = await ServerProcess.start({ HEARTHROOM_DATA_DIR: server.dataDir });
    t.teardown(() => again.remove());
    t.equal(await again.exited, 1);
    t.match(again.output, /audit-key\.pem has 0 keys in PEM.* Put back the key that was there/);
    t.notMatch(again.output, 'canary');
  },
);
