import { readFile } from 'node:fs/promises';
import t from 'tap';
import { blurPackages, hashedBlurFileNames, readBlurFiles } from '../../../../../sdk/packaging/blur/blur-files.ts';
import { FlatReader } from '../../../../../sdk/packaging/blur/flat-tables.ts';
import { bundleWorker } from '../../../../../sdk/packaging/bundles/worker-source.ts';
import { root } from '../../../../../server/setup/shared/paths.mjs';

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Addresses in messages and comments, and names of types: none of them is asked. */
const named = [
  'bugzil.la',
  'developer.mozilla.org',
  'emscripten.org',
  'github.com',
  'go',
  'goto',
  'kripken.github.io',
  'nodejs.org',
  'server.com',
  'www.tensorflow.org',
  'www.w3.org',
];

const hostsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\b(?:https?|wss?):\/\/([\w.-]+)/g)].map(([, host = '']) => host)),
];

t.test('what blurs has the address of no server', async (t) => {
  const worker = await bundleWorker(new URL('sdk/src/background/worker/blur-worker.ts', `file://${root}/`).pathname);
  const { wasm, model } = await readBlurFiles();
  for (const [name, text] of Object.entries({ worker, wasm: textOf(wasm), model: textOf(model) })) {
    t.same(
      hostsIn(text).filter((host) => !named.includes(host)),
      [],
      name,
    );
    t.notMatch(text, /clearcut|sendBeacon|play\.google|firebaselogging|google-analytics/i, name);
  }
});

t.test('MediaPipe stays at 0.10: it reports to its maker from 1.0.0 on', async (t) => {
  const { dependencies } = JSON.parse(await readFile(`${root}/sdk/package.json`, 'utf8'));
  t.match(dependencies['@mediapipe/tasks-vision'], /^0\.10\.\d+$/);
  for (const folder of blurPackages) {
    const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    t.equal(dependencies[name], version);
    t.equal(license, 'Apache-2.0');
  }
});

t.test('the model says how pictures become its input, and is otherwise as its makers published it', async (t) => {
  const { model } = await readBlurFiles();
  const published = await readFile(`${blurPackages[1]}/selfie_segmentation.tflite`);
  t.same(Buffer.from(model.subarray(-published.length)), published);
  t.equal((model.length - published.length) % 16, 0, 'where its numbers stay aligned');
  t.equal(textOf(model.subarray(4, 8)), 'TFL3');
  const reader = new FlatReader(model);
  const vector = (table: number, index: number): number[] => {
    const field = reader.field(table, index);
    return field === null ? [] : reader.elements(reader.follow(field));
  };
  const buffers = vector(reader.root, 4);
  const [metadata = 0] = vector(reader.root, 6).slice(-1);
  t.equal(reader.number(reader.field(metadata, 1) ?? 0), buffers.length - 1);
  const bytes = reader.follow(reader.field(buffers.at(-1) ?? 0, 0) ?? 0);
  const inner = new FlatReader(model.subarray(bytes + 4, bytes + 4 + reader.number(bytes)));
  const child = (table: number, index: number): number => {
    const field = inner.field(table, index);
    return field === null ? 0 : inner.follow(field);
  };
  const [subgraph = 0] = inner.elements(child(inner.root, 3));
  const [input = 0] = inner.elements(child(subgraph, 2));
  const [unit = 0] = inner.elements(child(input, 4));
  const options = child(unit, 1);
  t.same([inner.float(child(options, 0) + 4), inner.float(child(options, 1) + 4)], [0, 255]);
});

t.test('names of the files have a hash of their content', async (t) => {
  const names = await hashedBlurFileNames();
  t.match(names, { wasm: /^hearthroom-blur-[A-F0-9]{8}\.wasm$/, model: /^hearthroom-blur-[A-F0-9]{8}\.tflite$/ });
});
