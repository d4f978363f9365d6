import t from 'tap';
import { findBinaries, findBuildFiles, findWritable, type ImageFile } from '../../support/image/files.ts';
import { addedFiles, largestPackages, sizesByPart } from '../../support/image/parts.ts';

const file = (path: string, more: Partial<ImageFile> = {}): ImageFile => ({
  path,
  type: 'file',
  size: 1,
  mode: 0o100644,
  uid: 0,
  mtimeMs: 0,
  ...more,
});

t.test('compilers, Python, npm, headers, static libraries, caches and package lists are found', async (t) => {
  const paths = [
    '/usr/bin/gcc-12',
    '/usr/bin/x86_64-linux-gnu-g++-12',
    '/usr/bin/python3.11',
    '/usr/bin/make',
    '/usr/local/bin/npm',
    '/usr/include/stdio.h',
    '/usr/local/include/node/node.h',
    '/usr/local/lib/node_modules/npm/package.json',
    '/usr/lib/x86_64-linux-gnu/libuv.a',
    '/root/.npm/_cacache/index-v5/00',
    '/var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease',
    '/app/node_modules/mediasoup/worker/meson.build',
    '/app/node_modules/fastify/fastify.d.ts',
  ];
  t.same(findBuildFiles(paths.map((path) => file(path))), paths);
});

t.test('what an image needs to run is no build tool', async (t) => {
  const paths = [
    '/usr/local/bin/node',
    '/usr/bin/tini',
    '/usr/bin/ldd',
    '/usr/bin/basename',
    '/usr/lib/x86_64-linux-gnu/libuv.so.1',
    '/var/lib/apt/lists/lock',
    '/app/server/src/main.ts',
    '/app/node_modules/fastify/fastify.js',
    '/app/sdk/dist/served/0.2.0/hearthroom.min.js.map',
  ];
  t.same(findBuildFiles(paths.map((path) => file(path))), []);
  t.same(findBuildFiles([file('/usr/include/node', { type: 'directory' })]), [], 'nor is an empty folder');
});

t.test('binaries are found below a folder', async (t) => {
  const files = [file('/app/node_modules/x/x.node', { type: 'binary' }), file('/usr/bin/tini', { type: 'binary' })];
  t.same(findBinaries(files, '/app'), ['/app/node_modules/x/x.node']);
});

t.test(
  'a user may write what is their own and what anybody may write, but for folders with the sticky bit',
  async (t) => {
    const files = [
      file('/data', { type: 'directory', uid: 10_001, mode: 0o40700 }),
      file('/tmp', { type: 'directory', mode: 0o41777 }),
      file('/opt/open', { mode: 0o100666 }),
      file('/app/main.ts'),
      file('/usr/bin/sh', { type: 'link', mode: 0o120777 }),
    ];
    t.same(findWritable(files, 10_001), ['/data', '/opt/open']);
  },
);

t.test('what an image adds is new or changed, and is counted by part', async (t) => {
  const base = [file('/etc/passwd', { size: 10 }), file('/usr/local/bin/node', { size: 100 })];
  const image = [
    file('/etc/passwd', { size: 12 }),
    file('/usr/local/bin/node', { size: 100 }),
    file('/usr/local/bin/mediasoup-worker', { size: 4 }),
    file('/app/node_modules/a/index.js', { size: 3 }),
    file('/app/node_modules/@b/c/index.js', { size: 5 }),
  ];
  const added = addedFiles(image, base);
  t.same(sizesByPart(added), [
    { name: 'npm packages', bytes: 8 },
    { name: 'media worker', bytes: 4 },
    { name: 'other files', bytes: 12 },
  ]);
  t.same(largestPackages(added, 1), [{ name: '@b/c', bytes: 5 }]);
});
