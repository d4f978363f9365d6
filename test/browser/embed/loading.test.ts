/** What a page loads from the server before its first picture. `npm run bench:loading` also measures how long it takes. */
import t from 'tap';
import { entries, LoadingStage } from '../../../bench/loading/load-session.ts';
import { bytesTable, type LoadingResult, timesTable } from '../../../bench/loading/loading-table.ts';
import { elementBudgetBytes, sdkBudgetBytes } from '../../../sdk/packaging/budgets.ts';

/** Headers of an answer with a script. */
const headerBytes = 1_500;
/** Compressed by Brotli, which makes less of the SDK than gzip, with the headers of the answer. */
const budgetBytes = { element: elementBudgetBytes + headerBytes, script: 0.9 * sdkBudgetBytes + headerBytes };
/**
 * Chunks that may load before the first picture: end-to-end encryption, while the session connects, and the search for
 * echo, when the first sound is heard.
 */
const chunks = { most: 2, bytes: 16_000 };
/** From /sdk/latest/ to the version. Chromium resolves what a classic script imports against the address before. */
const redirects = { element: 1, script: 2 };
/** The answer that the script in the cache is the current one: headers alone. */
const revalidationBytes = headerBytes;
const webSocketBytes = 30_000;
const steps = { element: ['script', 'lobby', 'connected', 'admitted', 'first frame'], script: [] as string[] };
steps.script = steps.element.filter((step) => step !== 'lobby');

const stage = await LoadingStage.open();
t.teardown(() => stage.close());
const measured: LoadingResult[] = [];

for (const entry of entries) {
  t.test(
    `with an empty cache the ${entry} is one script behind a redirect, its chunks and one WebSocket, within their budgets`,
    async (t) => {
      const { cold, warm } = await stage.load(entry, null);
      measured.push(
        { entry, cache: 'cold', line: 'loopback', loadings: [cold] },
        { entry, cache: 'warm', line: 'loopback', loadings: [warm] },
      );
      const { script, websocket, redirect, chunk, manifest } = cold.amounts;
      t.equal(script.requests, 1);
      t.ok(script.bytes <= budgetBytes[entry], `${script.bytes} bytes of script`);
      t.equal(websocket.requests, 1);
      t.ok(websocket.bytes <= webSocketBytes, `${websocket.bytes} bytes of messages`);
      t.equal(redirect.requests, redirects[entry], 'from /sdk/latest/ to the version');
      t.ok(chunk.requests >= 1 && chunk.requests <= chunks.most, `${chunk.requests} chunks`);
      t.ok(chunk.bytes <= chunks.bytes, `${chunk.bytes} bytes of chunks`);
      t.equal(manifest.requests, 0);
      t.ok(warm.amounts.script.bytes <= revalidationBytes, `${warm.amounts.script.bytes} bytes with a filled cache`);
      for (const loading of [cold, warm]) {
        t.same(Object.keys(loading.steps), steps[entry]);
        const times = Object.values(loading.steps);
        t.same(
          times,
          times.toSorted((one, other) => one - other),
          'the steps follow each other',
        );
      }
    },
  );
}

t.test('the tables name what was loaded and how long each step took', async (t) => {
  const times = timesTable(measured).split('\n');
  t.equal(times.length, 2 + 4);
  t.match(times[2], /^\| element \| cold \| loopback( \| \d+ \(\d+–\d+\)){5} \|$/);
  t.match(times[4], /^\| script \| cold \| loopback \| \d+ \(\d+–\d+\) \| – \|/);
  const bytes = bytesTable(measured).split('\n');
  t.match(bytes[0], /\| script, requests: bytes \| chunk, requests: bytes \| websocket, requests: bytes \|/);
  t.match(bytes[2], /^\| element \| cold \| loopback \| 1: \d+ \|/);
});
