/** What the sanitizers of a worker write, as `npm run test:sanitizers` reads it. */
import t from 'tap';
import { findingsOf, readFindings } from '../../../../../server/setup/testing/sanitizer-findings.mjs';

const overflow = (values: string, line = 12) =>
  `../source/src/Worker.cpp:${line}:7: runtime error: signed integer overflow: ${values} cannot be represented in type 'int'\n` +
  `    #0 0x55d0c0ffee in Worker::Run() ../source/src/Worker.cpp:${line}\n`;

const useAfterFree = (pid: number, address: string, caller = 'Router::Close()') =>
  [
    '=================================================================',
    `==${pid}==ERROR: AddressSanitizer: heap-use-after-free on address ${address} at pc 0x55d0 bp 0x7ffd sp 0x7ffe`,
    `READ of size 8 at ${address} thread T0`,
    `    #0 0x55d1 in ${caller} ../source/src/RTC/Router.cpp:90`,
    'SUMMARY: AddressSanitizer: heap-use-after-free ../source/src/RTC/Router.cpp:90',
    `==${pid}==ABORTING`,
    '',
  ].join('\n');

t.test('an error that several processes report is one finding, whatever its values and addresses', async (t) => {
  t.match(findingsOf([overflow('2147483647 + 1'), overflow('-7 + -2147483648')]), [{ times: 2 }]);
  t.match(findingsOf([useAfterFree(7, '0x60f1'), useAfterFree(8, '0x60f2')]), [{ times: 2 }]);
});

t.test('errors at other places are findings of their own, also within one file', async (t) => {
  const text = overflow('2147483647 + 1') + overflow('2147483647 + 1', 13);
  t.same(findingsOf([text]), [
    { text: overflow('2147483647 + 1').trimEnd(), times: 1 },
    { text: overflow('2147483647 + 1', 13).trimEnd(), times: 1 },
  ]);
  t.equal(findingsOf([useAfterFree(7, '0x60f1'), useAfterFree(7, '0x60f1', 'Router::Dump()')]).length, 2);
});

t.test('whatever else a sanitizer writes is a finding, and an empty file is none', async (t) => {
  const warning = "==7==LeakSanitizer has encountered a fatal error.\n==7==HINT: it doesn't work under ptrace\n";
  t.same(findingsOf([warning, '']), [{ text: warning.trimEnd(), times: 1 }]);
  t.same(findingsOf([]), []);
});

t.test('all files of a folder are read', async (t) => {
  const folder = t.testdir({ 'address.7': useAfterFree(7, '0x60f1'), 'undefined.7': overflow('2147483647 + 1') });
  t.match(readFindings(folder), [{ text: /heap-use-after-free/ }, { text: /signed integer overflow/ }]);
});
