import t from 'tap';
import { ConfigError, describeConfig, loadConfig } from '../../../../server/src/config/config.ts';
import { FileProblem } from '../../../../server/src/core/files/read-file.ts';

const secret = 'a-secret-of-these-tests-0123456789abcdef';
/** Contents of files, by path. */
const contents: Record<string, string> = {
  '/run/secrets/right': `${secret}\n`,
  '/run/secrets/weak': 'canary\n',
  '/run/secrets/empty': '\n',
};
const keys = { HEARTHROOM_KEYS: `k:${secret}` };
const files = {
  canRun: (path: string) => path === '/bin/worker',
  read: (path: string): Uint8Array => {
    const content = contents[path] ?? (path.endsWith('.pem') ? 'PEM' : null);
    if (content === null) throw new FileProblem("can't be read (ENOENT)");
    return new TextEncoder().encode(content);
  },
};

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(env, { files });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

t.test('one key is all that a server needs to be told', async (t) => {
  const config = loadConfig(keys, { files });
  t.match(config, {
    mode: 'production',
    listen: { host: '127.0.0.1', port: 3000 },
    tls: null,
    allowedOrigins: [],
    dataDir: './data',
    logLevel: 'info',
    auditRetentionDays: 365,
    mediaJournalDays: 30,
    backup: { directory: 'data/backups', kept: 7 },
    webhook: null,
    media: { workerBin: null, listenIp: '127.0.0.1', announcedAddress: null, portBase: 40_000, maxTracksPerSeat: 4 },
  });
  t.same([...config.keys], [['k', secret]]);
});

t.test('every variable sets its option', async (t) => {
  const config = loadConfig(
    {
      HEARTHROOM_HOST: '::',
      HEARTHROOM_PORT: '0',
      HEARTHROOM_PUBLIC_ADDRESS: 'media.example.org',
      HEARTHROOM_MEDIA_LISTEN_IP: '10.0.0.1',
      HEARTHROOM_MEDIA_PORT: '50000',
      HEARTHROOM_WORKERS: '3',
      HEARTHROOM_WORKER_BIN: '/bin/worker',
      HEARTHROOM_TLS_CERT: 'cert.pem',
      HEARTHROOM_TLS_KEY: 'key.pem',
      HEARTHROOM_KEYS: `a:${secret}, b:with:colons:${secret}`,
      HEARTHROOM_KEYS_FILE: 'keys.pem',
      HEARTHROOM_ALLOWED_ORIGINS: 'https://a.example, http://localhost:8080',
      HEARTHROOM_DATA_DIR: '/var/lib/hearthroom',
      HEARTHROOM_LOG_LEVEL: 'warn',
      HEARTHROOM_DEMO: 'true',
      HEARTHROOM_MAX_BITRATE_KBPS: '1500',
      HEARTHROOM_VIDEO_CODEC: 'vp9',
      HEARTHROOM_WORKER_MAX_PACKETS_PER_SECOND: '90000',
      HEARTHROOM_ROOM_PEOPLE_PER_WORKER: '16',
      HEARTHROOM_MAX_TRANSPORTS_PER_SEAT: '4',
      HEARTHROOM_MAX_TRACKS_PER_SEAT: '6',
      HEARTHROOM_API_REQUESTS_PER_MINUTE: '60',
      HEARTHROOM_AUDIT_RETENTION_DAYS: '90',
      HEARTHROOM_MEDIA_JOURNAL_DAYS: '7',
      HEARTHROOM_BACKUP_DIR: '/mnt/backups',
      HEARTHROOM_BACKUPS_KEPT: '0',
      HEARTHROOM_WEBHOOK_URL: 'https://backend.example/hooks',
      HEARTHROOM_WEBHOOK_SECRET: secret,
      HEARTHROOM_TURN_URLS: 'turn:turn.example:3478?transport=udp, turns:[2001:db8::9]:443?transport=tcp',
      HEARTHROOM_TURN_SECRET: secret,
      HEARTHROOM_TURN_TTL_SECONDS: '600',
      PATH: '/bin',
    },
    { files },
  );
  t.same([...config.keys.keys()], ['a', 'b']);
  t.equal(config.keysFile, 'keys.pem');
  t.equal(config.keys.get('b'), `with:colons:${secret}`);
  t.match(config, {
    mode: 'demo',
    listen: { host: '::', port: 0 },
    tls: { certificateFile: 'cert.pem', keyFile: 'key.pem' },
    allowedOrigins: ['https://a.example', 'http://localhost:8080'],
    dataDir: '/var/lib/hearthroom',
    logLevel: 'warn',
    api: { requestsPerMinute: 60 },
    auditRetentionDays: 90,
    mediaJournalDays: 7,
    backup: { directory: '/mnt/backups', kept: 0 },
    webhook: { url: 'https://backend.example/hooks', secret },
    turn: {
      urls: ['turn:turn.example:3478?transport=udp', 'turns:[2001:db8::9]:443?transport=tcp'],
      secret,
      ttlSeconds: 600,
    },
    media: {
      workerBin: '/bin/worker',
      workers: 3,
      listenIp: '10.0.0.1',
      announcedAddress: 'media.example.org',
      portBase: 50_000,
      maxTransportsPerSeat: 4,
      maxTracksPerSeat: 6,
      maxIncomingBitrateBps: 1_500_000,
      videoCodec: 'vp9',
      maxPacketsPerSecond: 90_000,
      peoplePerWorker: 16,
    },
  });
});

t.test('a config cannot be changed', async (t) => {
  const config = loadConfig(keys, { files });
  t.ok(Object.isFrozen(config) && Object.isFrozen(config.media) && Object.isFrozen(config.allowedOrigins));
});

t.test('an empty variable is none', async (t) => {
  t.equal(loadConfig({ ...keys, HEARTHROOM_PORT: '' }, { files }).listen.port, 3000);
});

t.test('each wrong variable is named, with what is wrong and the mend', async (t) => {
  const wrong: [string, string, RegExp][] = [
    ['HEARTHROOM_HOST', 'example', /IP address/],
    ['HEARTHROOM_PORT', '3000x', /"3000x".*from 0 to 65535/],
    ['HEARTHROOM_PORT', '-1', /from 0 to 65535/],
    ['HEARTHROOM_PORT', '65536', /from 0 to 65535/],
    ['HEARTHROOM_PUBLIC_ADDRESS', '0.0.0.0', /at which clients reach/],
    ['HEARTHROOM_PUBLIC_ADDRESS', '10.0.0.300', /at which clients reach/],
    ['HEARTHROOM_PUBLIC_ADDRESS', 'http://a.example', /at which clients reach/],
    ['HEARTHROOM_WORKERS', '0', /from 1/],
    ['HEARTHROOM_WORKER_BIN', '/nowhere', /is not executable/],
    ['HEARTHROOM_TLS_CERT', '/nowhere', /can't be read/],
    ['HEARTHROOM_ALLOWED_ORIGINS', 'https://a.example/path', /nothing after the host/],
    ['HEARTHROOM_ALLOWED_ORIGINS', '*', /such as https/],
    ['HEARTHROOM_LOG_LEVEL', 'loud', /one of trace, debug/],
    ['HEARTHROOM_DEMO', 'yes', /true or false/],
    ['HEARTHROOM_KEYS', 'k', /id:secret/],
    ['HEARTHROOM_KEYS', 'k:short', /5 bytes; at least 32/],
    ['HEARTHROOM_KEYS', `k:${'abcd'.repeat(8)}`, /repeats a few characters; make one with `openssl rand/],
    ['HEARTHROOM_KEYS_FILE', '/nowhere', /can't be read \(ENOENT\); set the path of a JSON file/],
    ['HEARTHROOM_KEYS', `k:${secret},k:${secret}`, /number 2.*duplicate id/],
  ];
  for (const [name, value, text] of wrong) {
    const problems = problemsOf({ ...keys, [name]: value });
    t.equal(problems.length, 1, `${name}=${value} is one problem`);
    t.ok(problems[0]?.startsWith(`${name} `), `${name} is named`);
    t.match(problems[0], text);
  }
});

t.test('everything wrong is told at once', async (t) => {
  const problems = problemsOf({ HEARTHROOM_PORT: 'x', HEARTHROOM_DEMO: 'x', HEARTHROOM_WORKERS: 'x' });
  t.equal(problems.length, 3);
});

t.test('variables that need each other are held together', async (t) => {
  t.match(problemsOf({ ...keys, HEARTHROOM_TLS_CERT: 'a.pem' }), [/^HEARTHROOM_TLS_KEY is missing/]);
  t.match(problemsOf({ ...keys, HEARTHROOM_TLS_KEY: 'a.pem' }), [/^HEARTHROOM_TLS_CERT is missing/]);
  t.match(problemsOf({ ...keys, HEARTHROOM_HOST: '0.0.0.0' }), [
    /^HEARTHROOM_PUBLIC_ADDRESS is missing.*in a container that of the host: `docker run -e HEARTHROOM_PUBLIC_ADDRESS=/,
  ]);
  t.match(problemsOf({ ...keys, HEARTHROOM_MEDIA_PORT: '65535', HEARTHROOM_WORKERS: '2' }), [/^HEARTHROOM_MEDIA_PORT/]);
});

t.test('without keys only the demo starts', async (t) => {
  t.match(problemsOf({}), [/^HEARTHROOM_KEYS is missing.*openssl rand/]);
  t.equal(loadConfig({ HEARTHROOM_DEMO: '1' }, { files }).keys.size, 0);
  t.equal(loadConfig({ HEARTHROOM_KEYS_FILE: 'keys.pem' }, { files }).keys.size, 0, 'or with a key file');
});

t.test('a misspelt variable is an error, with a suggestion', async (t) => {
  t.match(problemsOf({ ...keys, HEARTHROOM_PROT: '1' }), [
    /^HEARTHROOM_PROT is not a setting; did you mean HEARTHROOM_PORT\?/,
  ]);
  t.match(problemsOf({ ...keys, HEARTHROOM_SOMETHING_ELSE: '1' }), [/^HEARTHROOM_SOMETHING_ELSE is not a setting/]);
});

t.test('no error quotes a secret', async (t) => {
  const env = { HEARTHROOM_KEYS: 'canary-secret,k:canary-secret:x,canary secret:canary', HEARTHROOM_PORT: 'x' };
  for (const value of env.HEARTHROOM_KEYS.split(',')) {
    t.notMatch(problemsOf({ ...env, HEARTHROOM_KEYS: value }).join('\n'), /canary/);
  }
});

t.test('the help lists every variable with default and meaning', async (t) => {
  const help = describeConfig();
  for (const name of ['HEARTHROOM_HOST', 'HEARTHROOM_KEYS', 'HEARTHROOM_DATA_DIR']) t.match(help, name);
  t.match(help, /HEARTHROOM_PORT\n {6}.*\(default: 3000\)/);
});

t.test('webhooks need an address and a secret, and what is wrong with them quotes neither', async (t) => {
  const url = { ...keys, HEARTHROOM_WEBHOOK_URL: 'https://backend.example/hooks' };
  t.match(problemsOf(url), [/^HEARTHROOM_WEBHOOK_SECRET is missing/]);
  t.match(problemsOf({ ...keys, HEARTHROOM_WEBHOOK_SECRET: secret }), [/^HEARTHROOM_WEBHOOK_URL is missing/]);
  t.match(problemsOf({ ...url, HEARTHROOM_WEBHOOK_SECRET: 'canary' }), [/^HEARTHROOM_WEBHOOK_SECRET has 6 bytes/]);
  for (const wrong of ['backend/canary', 'ftp://canary', 'https://user:canary@backend', 'https://backend/#canary']) {
    const [problem = ''] = problemsOf({ ...keys, HEARTHROOM_WEBHOOK_URL: wrong, HEARTHROOM_WEBHOOK_SECRET: secret });
    t.match(problem, /^HEARTHROOM_WEBHOOK_URL is not an address/, wrong);
    t.notMatch(problem, 'canary');
  }
});

t.test('a relay needs an address and a secret, and credentials for it have a short life', async (t) => {
  const urls = { ...keys, HEARTHROOM_TURN_URLS: 'turn:turn.example' };
  const turn = { ...urls, HEARTHROOM_TURN_SECRET: secret };
  t.same(loadConfig(turn, { files }).turn, { urls: ['turn:turn.example'], secret, ttlSeconds: 3_600 });
  t.equal(loadConfig(keys, { files }).turn, null);
  t.match(problemsOf(urls), [/^HEARTHROOM_TURN_SECRET is missing/]);
  t.match(problemsOf({ ...keys, HEARTHROOM_TURN_SECRET: secret }), [/^HEARTHROOM_TURN_URLS is missing/]);
  t.match(problemsOf({ ...urls, HEARTHROOM_TURN_SECRET: 'canary' }), [/^HEARTHROOM_TURN_SECRET has 6 bytes/]);
  t.match(problemsOf({ ...turn, HEARTHROOM_TURN_TTL_SECONDS: '604800' }), [/^HEARTHROOM_TURN_TTL_SECONDS .*to 86400/]);
  for (const wrong of [
    'turn.example',
    'stun:turn.example',
    'turn://turn.example',
    'turn:a?transport=sctp',
    'turn:a:0',
    'turn:a:65536',
  ]) {
    t.match(
      problemsOf({ ...turn, HEARTHROOM_TURN_URLS: `turn:right.example,${wrong}` }),
      [/^HEARTHROOM_TURN_URLS has /],
      wrong,
    );
  }
});

t.test('a secret may be in a file, and is the same as in a variable', async (t) => {
  const rest = {
    HEARTHROOM_TURN_URLS: 'turn:turn.example',
    HEARTHROOM_WEBHOOK_URL: 'https://backend.example/hooks',
  };
  const names = ['HEARTHROOM_TURN_SECRET', 'HEARTHROOM_WEBHOOK_SECRET', 'HEARTHROOM_METRICS_TOKEN'];
  const given = (set: (name: string) => [string, string]) => ({
    ...keys,
    ...rest,
    ...Object.fromEntries(names.map(set)),
  });
  const inFiles = loadConfig(
    given((name) => [`${name}_FILE`, '/run/secrets/right']),
    { files },
  );
  t.same(
    inFiles,
    loadConfig(
      given((name) => [name, secret]),
      { files },
    ),
  );
  t.equal(inFiles.turn?.secret, secret);
  const onDisk = t.testdir({ secret: `${secret}\n`, noise: Buffer.alloc(40, 0xff) });
  t.equal(loadConfig(given((name) => [`${name}_FILE`, `${onDisk}/secret`])).webhook?.secret, secret);
  t.throws(
    () => loadConfig(given((name) => [`${name}_FILE`, `${onDisk}/noise`])),
    /names a file that can't be read/,
    'bytes that are no text are not taken for another secret',
  );
});

t.test(
  'a secret’s file that is missing, empty, weak or one too many is named, and nothing of it is quoted',
  async (t) => {
    const turn = { ...keys, HEARTHROOM_TURN_URLS: 'turn:turn.example' };
    const problems = (path: string, more = {}) => problemsOf({ ...turn, HEARTHROOM_TURN_SECRET_FILE: path, ...more });
    t.same(problems('/run/secrets/canary'), [
      "HEARTHROOM_TURN_SECRET_FILE names a file that can't be read (ENOENT); set the path of a text file that this user may read.",
    ]);
    t.same(problems('/run/secrets/empty'), [
      'HEARTHROOM_TURN_SECRET_FILE names an empty file; put the secret into it.',
    ]);
    t.match(problems('/run/secrets/weak'), [/^HEARTHROOM_TURN_SECRET_FILE names a file whose content has 6 bytes; at/]);
    t.notMatch(problems('/run/secrets/weak').join(), 'canary');
    t.same(problems('/run/secrets/right', { HEARTHROOM_TURN_SECRET: secret }), [
      'HEARTHROOM_TURN_SECRET_FILE is set beside HEARTHROOM_TURN_SECRET; set one of the two.',
    ]);
    t.same(problems('/run/secrets/right', { HEARTHROOM_TURN_SECRET: '' }), [], 'an empty variable is none');
    t.match(problems('', {}), [/^HEARTHROOM_TURN_SECRET is missing/]);
    t.match(problems('/run/secrets/right', { HEARTHROOM_PORT_FILE: 'x' }), [/^HEARTHROOM_PORT_FILE is not a setting/]);
    t.match(describeConfig(), 'HEARTHROOM_TURN_SECRET, or a file with it: HEARTHROOM_TURN_SECRET_FILE\n');
  },
);

t.test(
  'a link-local address needs its interface to listen on, and is refused where browsers would need it',
  async (t) => {
    const media = { ...keys, HEARTHROOM_MEDIA_LISTEN_IP: '10.0.0.1' };
    t.equal(loadConfig({ ...media, HEARTHROOM_HOST: 'fe80::1%eth0' }, { files }).listen.host, 'fe80::1%eth0');
    t.match(problemsOf({ ...media, HEARTHROOM_HOST: 'fe80::1' }), [/^HEARTHROOM_HOST .*as in fe80::1%eth0/]);
    t.match(problemsOf({ ...keys, HEARTHROOM_HOST: 'fe80::1%eth0' }), [
      /^HEARTHROOM_MEDIA_LISTEN_IP is missing; browsers/,
    ]);
    for (const name of ['HEARTHROOM_MEDIA_LISTEN_IP', 'HEARTHROOM_PUBLIC_ADDRESS'])
      for (const address of ['fe80::1%eth0', 'febf::1'])
        t.match(problemsOf({ ...keys, [name]: address }), [new RegExp(`^${name} .*a link-local address.*set another`)]);
    t.match(problemsOf({ ...keys, HEARTHROOM_PUBLIC_ADDRESS: '2001:db8::1%eth0' }), [/leave out the interface/]);
    t.match(problemsOf({ ...keys, HEARTHROOM_HOST: '::1%lo' }), [/^HEARTHROOM_HOST .*leave out the interface/]);
    const trusted = (text: string) => problemsOf({ ...keys, HEARTHROOM_TRUSTED_PROXIES: text });
    t.same(trusted('fe80::1%eth0, fe80::%eth0/64, fe80::/10, fd00::1'), []);
    t.match(trusted('fd00::1%eth0'), [/^HEARTHROOM_TRUSTED_PROXIES has "fd00::1%eth0"; leave out the interface/]);
  },
);
