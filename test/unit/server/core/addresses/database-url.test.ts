import t from 'tap';
import { DatabaseUrlProblem, parseDatabaseUrl } from '../../../../../server/src/core/addresses/database-url.ts';

function problemOf(text: string): string | null {
  try {
    parseDatabaseUrl(text);
    return null;
  } catch (error) {
    if (error instanceof DatabaseUrlProblem) return error.message;
    throw error;
  }
}

t.test('a URL is read with all of its parts', async (t) => {
  t.same(
    parseDatabaseUrl(
      'postgres://hearth%40room:p%40ss%25%2F@db.example.org:6432/rooms%20of%20us?sslmode=verify-ca&sslrootcert=/etc/ca.pem&sslcert=c.pem&sslkey=k.pem',
    ),
    {
      host: 'db.example.org',
      port: 6432,
      user: 'hearth@room',
      password: 'p@ss%/',
      database: 'rooms of us',
      sslMode: 'verify-ca',
      caFile: '/etc/ca.pem',
      clientCertificate: { certificateFile: 'c.pem', keyFile: 'k.pem' },
    },
  );
});

t.test('the scheme may be postgresql, and the port may be left out', async (t) => {
  t.match(parseDatabaseUrl('postgresql://u@h/db'), {
    host: 'h',
    port: 5432,
    user: 'u',
    password: null,
    database: 'db',
  });
});

t.test('a Unix socket is named as libpq names it', async (t) => {
  const socket = { host: '/var/run/postgresql', user: 'u', database: 'db', sslMode: 'disable' };
  for (const text of [
    'postgres://u@%2Fvar%2Frun%2Fpostgresql/db',
    'postgres://u@/db?host=/var/run/postgresql',
    'postgres:///db?host=/var/run/postgresql&user=u',
    'postgres://u@localhost/db?host=/var/run/postgresql',
  ])
    t.match(parseDatabaseUrl(text), socket, text);
  t.match(parseDatabaseUrl('postgres:///db?host=/x&user=u&password=p&port=5433'), { password: 'p', port: 5433 });
});

t.test('without sslmode only connections within this machine are unencrypted', async (t) => {
  const mode = (host: string, query = '') => parseDatabaseUrl(`postgres://u:p@${host}/db${query}`).sslMode;
  for (const host of ['db.example.org', '10.0.0.5', '[fd00::5]', 'localhost.example.org', '128.0.0.1'])
    t.equal(mode(host), 'verify-full', host);
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', '%2Ftmp']) t.equal(mode(host), 'disable', host);
  t.equal(mode('localhost', '?sslmode=verify-full'), 'verify-full');
  t.equal(mode('db.example.org', '?sslmode=disable'), 'disable', 'to another machine if that is said');
});

t.test('sslmode means what it means to libpq', async (t) => {
  const read = (query: string) => parseDatabaseUrl(`postgres://u:p@h/db?${query}`);
  t.match(read('sslmode=require'), { sslMode: 'require', caFile: null });
  t.match(read('sslmode=require&sslrootcert=ca.pem'), { sslMode: 'verify-ca', caFile: 'ca.pem' });
  t.match(read('sslmode=verify-full&sslrootcert=system'), { sslMode: 'verify-full', caFile: null });
  for (const mode of ['allow', 'prefer'])
    t.match(
      problemOf(`postgres://u:p@h/db?sslmode=${mode}`),
      /would send data unencrypted.*set verify-full, or disable/,
    );
  t.match(problemOf('postgres://u:p@h/db?sslmode=on'), /set one of disable, require, verify-ca, verify-full/);
});

t.test('files for TLS that the connection would not use are a problem', async (t) => {
  t.match(problemOf('postgres://u@localhost/db?sslrootcert=ca.pem'), /add sslmode=verify-full, or remove/);
  t.match(problemOf('postgres://u@h/db?sslcert=c.pem'), /set both, or none/);
});

t.test('what is wrong with a URL is named with a remedy, and nothing of it is quoted', async (t) => {
  const wrong: [string, RegExp][] = [
    ['mysql://u:canary@h/db', /begins with postgres:\/\/; set one such as postgres:\/\/user/],
    ['host=h user=u password=canary', /begins with postgres:\/\//],
    ['postgres:u:canary@h/db', /begins with postgres:\/\//],
    ['postgres://u:canary@/db', /names no host/],
    ['postgres:///db?user=u&password=canary', /names no host/],
    ['postgres://:canary@h/db', /names no user/],
    ['postgres://u:canary@h', /names no database/],
    ['postgres://u:canary@h/', /names no database/],
    ['postgres://u:canary@h/db/other', /names no database/],
    ['postgres://u:canary@one,two/db', /several hosts/],
    ['postgres://u:canary@one:1,two:2/db', /several hosts/],
    ['postgres://u:can#ary@h/db', /# as %23/],
    ['postgres://u:can/ary@h/db', /\/ as %2F/],
    ['postgres://u:canary@h:0/db', /port .*from 1 to 65535/],
    ['postgres://u:canary@h:99999/db', /is not a URL/],
    ['postgres://u:canary%zz@h/db', /write a % as %25/],
    ['postgres://u:canary@h/db?options=-c%20x', /has an unknown parameter options; remove it: known are sslmode/],
    ['postgres://u:canary@h/db?SSLMODE=require', /has an unknown parameter; remove it/],
  ];
  for (const [text, remedy] of wrong) {
    const problem = problemOf(text);
    t.match(problem, remedy, text);
    t.notMatch(problem, /canary|can#|can\/|ary@/, text);
  }
});
