import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { KeyFileError, loadKeys } from '../../../../../server/src/auth/keys/key-file.ts';
import { ed25519Pair, p256Pair, writeKeyFile } from '../../../../support/server/keys/key-pairs.ts';

const secret = 'a-secret-of-these-tests-0123456789abcdef';
const none: ReadonlyMap<string, string> = new Map();

function problemsOf(t: Test, content: string | unknown[], keys = none): readonly string[] {
  const keysFile = join(t.testdir(), 'keys.json');
  if (typeof content === 'string') writeFileSync(keysFile, content);
  else writeKeyFile(keysFile, content);
  try {
    loadKeys({ keys, keysFile });
    return [];
  } catch (error) {
    if (error instanceof KeyFileError) return error.problems;
    throw error;
  }
}

t.test('a key file adds to the keys of the environment', async (t) => {
  const keysFile = join(t.testdir(), 'keys.json');
  writeKeyFile(keysFile, [
    { id: 'clinic', secret },
    { id: 'portal', publicKey: ed25519Pair().publicPem },
    { id: 'app', publicKey: p256Pair().publicKey.export({ format: 'jwk' }) },
  ]);
  const keys = loadKeys({ keys: new Map([['first', secret]]), keysFile });
  t.same(
    keys.map(({ id, algorithm }) => `${id} ${algorithm}`),
    ['first HS256', 'clinic HS256', 'portal EdDSA', 'app ES256'],
  );
  t.equal(loadKeys({ keys: new Map([['first', secret]]), keysFile: null }).length, 1);
});

t.test('whatever is wrong with a key file is named, all of it at once, and no key is quoted', async (t) => {
  const canary = 'canary-canary';
  const wrong: [string | unknown[], RegExp[]][] = [
    [`{"keys":[{"id":"clinic","secret":"${canary}`, [/is not JSON/]],
    ['[]', [/is not of this shape/]],
    ['{"keys":[],"more":1}', [/is not of this shape/]],
    [[], [/a file without a key/]],
    [
      [
        { id: 'clinic', secret: canary },
        { id: 'portal', publicKey: `-----BEGIN PUBLIC KEY-----\n${canary}\n-----END PUBLIC KEY-----` },
        { id: 'a b', secret },
        { id: 'both', secret, publicKey: 'x' },
        { id: canary, secret: 'abababababababababababababababababab' },
      ],
      [
        /key number 1 has a secret that has 13 bytes; at least 32 are needed: make one with `openssl rand/,
        /key number 2 is not a key that can be read/,
        /key number 3 is neither/,
        /key number 4 is neither/,
        /key number 5 has a secret that repeats a few characters/,
      ],
    ],
    [
      [
        { id: 'clinic', secret },
        { id: 'clinic', secret: `${secret}2` },
      ],
      [/Two API keys have the id clinic/],
    ],
  ];
  for (const [content, expected] of wrong) {
    const problems = problemsOf(t, content);
    t.equal(problems.length, expected.length, problems.join('\n'));
    for (const [index, problem] of problems.entries()) t.match(problem, expected[index]);
    t.notMatch(problems.join(), canary);
  }
  t.match(problemsOf(t, [{ id: 'first', secret }], new Map([['first', secret]])), [/Two API keys have the id first/]);
  t.throws(() => loadKeys({ keys: none, keysFile: join(t.testdir(), 'nothing.json') }), /can't be read \(ENOENT\)/);
});
