import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import t, { type Test } from 'tap';
import { hasOpenssl, makeCertificate } from '../../support/server/keys/certificates.ts';
import { ServerProcess } from '../../support/server/server-process.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const openssl = { skip: hasOpenssl ? false : 'needs openssl' };

async function open(url: string): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return socket;
}

/** The name in the certificate that a new client receives. */
async function servedName(url: string): Promise<unknown> {
  const socket = await open(url);
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return subject.CN;
}

async function ask(socket: TLSSocket): Promise<string> {
  socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  const [answer] = await once(socket, 'data');
  return String(answer);
}

/** Certificates behind symbolic links that are replaced, as in Kubernetes and certbot. */
async function startWithLinks(t: Test) {
  const directory = t.testdir();
  const link = join(directory, 'live');
  const place = (name: string, days?: number): string => {
    const folder = join(directory, name);
    mkdirSync(folder);
    const { certificateFile, keyFile } = makeCertificate(directory, name, days);
    renameSync(certificateFile, join(folder, 'tls.pem'));
    renameSync(keyFile, join(folder, 'tls.key'));
    return folder;
  };
  const swap = (name: string): void => {
    symlinkSync(name, join(directory, 'next'));
    renameSync(join(directory, 'next'), link);
  };
  place('first');
  swap('first');
  const server = await startTestServer({
    env: { HEARTHROOM_TLS_CERT: join(link, 'tls.pem'), HEARTHROOM_TLS_KEY: join(link, 'tls.key') },
    renewalTimings: { lookIntervalMs: 20, settleMs: 50 },
  });
  t.teardown(() => server.close());
  const { observer } = server.app;
  const loaded = () => once(observer, 'certificateLoaded');
  const refused = async (): Promise<string> => (await once(observer, 'certificateRefused'))[0].problem;
  return { server, directory, place, swap, loaded, refused };
}

t.test(
  'a renewed certificate is served to new clients as soon as a link leads to it; open connections go on',
  openssl,
  async (t) => {
    const { server, place, swap, loaded } = await startWithLinks(t);
    const before = await open(server.url);
    t.equal(await servedName(server.url), 'first');
    const folder = place('second', 30);
    const renewed = loaded();
    swap('second');
    const [{ expiresAt }] = await renewed;
    t.equal(expiresAt, Date.parse(new X509Certificate(readFileSync(join(folder, 'tls.pem'))).validTo));
    t.equal(await servedName(server.url), 'second');
    t.match(await ask(before), /200 OK/);
    before.destroy();
    const { body } = await server.app.fastify.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
    t.match(body, `hearthroom_tls_certificate_expires_timestamp_seconds ${expiresAt / 1_000}`);
  },
);

t.test('files that are not right change nothing, and each fault is said once', openssl, async (t) => {
  const { server, directory, place, swap, loaded, refused } = await startWithLinks(t);
  let said = 0;
  server.app.observer.on('certificateRefused', () => {
    said += 1;
  });
  const folder = place('second');
  writeFileSync(join(folder, 'tls.key'), readFileSync(join(directory, 'first', 'tls.key')));
  const mismatch = refused();
  swap('second');
  t.match(await mismatch, /HEARTHROOM_TLS_KEY is not the key of/);

  const cut = place('third');
  const pem = readFileSync(join(cut, 'tls.pem'));
  // The second certificate of the chain is only partly written.
  writeFileSync(join(cut, 'tls.pem'), Buffer.concat([pem, pem]));
  truncateSync(join(cut, 'tls.pem'), Math.floor(pem.length * 1.5));
  const halfWritten = refused();
  swap('third');
  t.match(await halfWritten, /not a whole PEM file/);

  const gone = refused();
  rmSync(join(directory, 'live'));
  t.match(await gone, /can't be read \(ENOENT\)/);
  t.equal(await servedName(server.url), 'first', 'through all of it');
  t.equal(said, 3);

  const mended = loaded();
  place('fourth');
  swap('fourth');
  await mended;
  t.equal(await servedName(server.url), 'fourth');
});

t.test('on SIGHUP the process reads its certificate anew, without a key file too', openssl, async (t) => {
  const directory = t.testdir();
  const { certificateFile, keyFile } = makeCertificate(directory, 'first');
  const server = await ServerProcess.start({ HEARTHROOM_TLS_CERT: certificateFile, HEARTHROOM_TLS_KEY: keyFile });
  t.teardown(() => server.remove());
  const printed = async (text: RegExp) => {
    while (!text.test(server.output)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await printed(/https:\/\/127\.0\.0\.1:\d+/);
  const [url = ''] = server.output.match(/https:\/\/127\.0\.0\.1:\d+/) ?? [];
  t.equal(await servedName(url), 'first');
  const renewed = makeCertificate(directory, 'second');
  renameSync(renewed.certificateFile, certificateFile);
  server.child.kill('SIGHUP');
  await printed(/certificate files are invalid.*\n/);
  t.match(server.output, /"problem":"HEARTHROOM_TLS_KEY is not the key of/);
  t.equal(await servedName(url), 'first');
  renameSync(renewed.keyFile, keyFile);
  server.child.kill('SIGHUP');
  await printed(/(certificate loaded.*){2}/s);
  t.equal(await servedName(url), 'second');
  t.equal(server.child.exitCode, null);
});
