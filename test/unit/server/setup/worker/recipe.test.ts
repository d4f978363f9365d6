import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { root } from '../../../../../server/setup/shared/paths.mjs';
import { ninjaCount } from '../../../../../server/setup/worker/build-worker.mjs';
import { layOutSource, patchFile, recipeHash, wrapDirectory } from '../../../../../server/setup/worker/recipe.mjs';
import { sanitized, sanitizerEnvironment } from '../../../../../server/setup/worker/sanitizers.mjs';
import { workerEnvironment } from '../../../../../server/src/media/workers/worker-environment.ts';

const source = join(root, 'node_modules', 'mediasoup', 'worker');

t.test('the recipe fits the installed mediasoup: every patch applies and every library is replaced', async (t) => {
  const target = join(t.testdir({}), 'source');
  layOutSource(source, target);
  t.match(readFileSync(join(target, 'src/RTC/DtlsTransport.cpp'), 'utf8'), '(operationType & BIO_CB_RETURN)');
  t.match(readFileSync(join(source, 'src/RTC/DtlsTransport.cpp'), 'utf8'), '(operationType == BIO_CB_RETURN)');
  t.match(
    readFileSync(join(target, 'src/RTC/DtlsTransport.cpp'), 'utf8'),
    /ERR_clear_error\(\);\s+[^\n]+\s+read = SSL_read/,
  );
  for (const wrap of ['libuv', 'openssl', 'libsrtp3', 'flatbuffers', 'abseil-cpp', 'unordered-dense']) {
    const folder = wrapDirectory(readFileSync(join(source, 'subprojects', `${wrap}.wrap`), 'utf8'));
    t.ok(existsSync(join(target, 'subprojects', folder, 'meson.build')), `${wrap} is in ${folder}`);
  }
});

t.test('the source it lays out encrypts by OpenSSL and sends the copies of a packet at once', async (t) => {
  const target = join(t.testdir({}), 'source');
  layOutSource(source, target);
  const read = (file: string): string => readFileSync(join(target, file), 'utf8');
  t.match(read('src/DepLibSRTP.cpp'), 'err = hearthroom_srtp_init();');
  t.match(read('src/RTC/Router.cpp'), /const UdpSendBatch::Scope batch;\s+for \(auto\* consumer : consumers\)/);
  const send = read('src/handles/UdpSocketHandle.cpp');
  t.ok(
    send.indexOf('UdpSendBatch::Add(this, data, len, addr, cb)') < send.indexOf('uv_udp_try_send(this->uvHandle'),
    'the socket asks the batch before it sends',
  );
  t.ok(existsSync(join(target, 'include/handles/UdpSendBatch.hpp')));
});

t.test('the source it lays out closes TCP connections that no transport uses', async (t) => {
  const target = join(t.testdir({}), 'source');
  layOutSource(source, target);
  const read = (file: string): string => readFileSync(join(target, file), 'utf8');
  const server = read('src/RTC/TcpServer.cpp');
  t.ok(
    server.indexOf('AcceptTcpConnection(connection);') < server.indexOf('pendingConnections->Add(connection)'),
    'each is pending once it is accepted',
  );
  const webRtcServer = read('src/RTC/WebRtcServer.cpp');
  t.match(webRtcServer, 'tcpServer->LimitPendingConnections();');
  t.match(webRtcServer, /mapTupleWebRtcTransport\[tupleKey\] = webRtcTransport;[^}]*ForgetPending\(tupleKey\);/s);
  t.ok(existsSync(join(target, 'include/RTC/PendingTcpConnections.hpp')));
});

t.test('the worker for sanitizers has all patches, looks for leaks before it ends, and is another one', async (t) => {
  const target = join(t.testdir({}), 'source');
  layOutSource(source, target, sanitized);
  t.match(readFileSync(join(target, 'src/DepLibSRTP.cpp'), 'utf8'), 'err = hearthroom_srtp_init();');
  t.match(
    readFileSync(join(target, 'src/main.cpp'), 'utf8'),
    /#include <sanitizer\/lsan_interface.h>.*__lsan_do_leak_check\(\);\s+std::_Exit\(statusCode\);/s,
  );
  t.not(recipeHash(sanitized), recipeHash());
});

t.test('the server passes the settings of the sanitizers on to its workers', async (t) => {
  const settings = sanitizerEnvironment('/reports');
  t.match(settings, { ASAN_OPTIONS: 'log_path=/reports/address:', UBSAN_OPTIONS: 'log_path=/reports/undefined:' });
  t.same(workerEnvironment({ ...settings, HEARTHROOM_KEYS: 'secret' }), settings);
});

t.test('a patch that finds nothing, or too much, stops the build', async (t) => {
  const file = join(t.testdir({}), 'file');
  writeFileSync(file, 'one two two');
  t.throws(() => patchFile(file, 'three', '3'), /0 times instead of once/);
  t.throws(() => patchFile(file, 'two', '2'), /2 times instead of once/);
  patchFile(file, 'one', '1');
  t.equal(readFileSync(file, 'utf8'), '1 two two');
});

t.test("the recipe's hash is the same each time", async (t) => {
  t.match(recipeHash(), /^[0-9a-f]{12}$/);
  t.equal(recipeHash(), recipeHash());
});

t.test('a test run looks for the worker of the installed mediasoup', async (t) => {
  const { version }: { version: string } = JSON.parse(readFileSync(join(source, '..', 'package.json'), 'utf8'));
  t.match(readFileSync(join(root, 'server/package.json'), 'utf8'), `"mediasoup": "${version}"`);
  t.notMatch(readFileSync(join(root, 'test/support/media/worker-bin.ts'), 'utf8'), /\d+\.\d+\.\d+/, 'whichever it is');
});

t.test("the compiler's progress is read from ninja's lines", async (t) => {
  t.same(ninjaCount('[52/261] Compiling C++ object mediasoup-worker.p/src_Logger.cpp.o'), { done: 52, total: 261 });
  t.equal(ninjaCount('ninja: Entering directory `out`'), null);
});
