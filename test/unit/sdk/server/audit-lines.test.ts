/** Reading an export of the audit log whose server stops in the middle. */
import t from 'tap';
import { codeOf, scriptClient } from '../../../support/sdk/scripted-fetch.ts';
import { useFakeTime } from '../../../support/time/fake-time.ts';

/** An export that has begun; the test sends the rest. */
function beginExport() {
  let isCancelled = false;
  const sending = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => sending.resolve(controller),
    cancel() {
      isCancelled = true;
    },
  });
  const response = new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
  const send = async (line: string) => (await sending.promise).enqueue(new TextEncoder().encode(`${line}\n`));
  return { response, send, isCancelled: () => isCancelled };
}

t.test('an export of which nothing more arrives within timeoutMs rejects, and gives the connection back', async (t) => {
  const clock = useFakeTime(t);
  const { response, send, isCancelled } = beginExport();
  const lines = scriptClient([response], { timeoutMs: 5_000 }).client.exportAudit();
  await send('{"anchor":{}}');
  t.same(await lines.next(), { done: false, value: '{"anchor":{}}' });
  const ended = codeOf(lines.next());
  await clock.tickAsync(4_999);
  t.notOk(isCancelled());
  await clock.tickAsync(1);
  t.equal(await ended, 'request-timeout');
  t.ok(isCancelled());
});

t.test('the limit counts from the last part, and not the time that the caller takes for it', async (t) => {
  const clock = useFakeTime(t);
  const { response, send } = beginExport();
  const lines = scriptClient([response], { timeoutMs: 5_000 }).client.exportAudit();
  for (const line of ['{"anchor":{}}', '{"seq":1}', '{"head":{}}']) {
    const next = lines.next();
    await clock.tickAsync(4_000);
    await send(line);
    t.same(await next, { done: false, value: line });
    await clock.tickAsync(60_000);
  }
});
