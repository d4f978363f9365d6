/** Devices that do not behave, and devices of a preflight that was ended: none is left open. */
import type { PreflightResult } from '@hearthroom/sdk';
import t, { type Test } from 'tap';
import { testCamera } from '../../../../../sdk/src/preflight/devices/test-camera.ts';
import { testMicrophone } from '../../../../../sdk/src/preflight/devices/test-microphone.ts';
import { unlessHidden } from '../../../../../sdk/src/preflight/page-visibility.ts';
import type { PreflightTools } from '../../../../../sdk/src/preflight/preflight-tools.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

class TestTrack extends EventTarget {
  isStopped = false;
  muted = false;
  enabled = true;

  stop(): void {
    this.isStopped = true;
  }
}

/** @param open answers to `openDevice` */
function toolsWith(open: () => Promise<TestTrack>, parts: object = {}): PreflightTools {
  const tools = { openDevice: open, listDevices: async () => [], environment: { AudioContext: null }, ...parts };
  return tools as unknown as PreflightTools;
}

type TestDevice = (options: object, tools: PreflightTools, signal: AbortSignal) => Promise<PreflightResult>;

/** A page whose videos never get a picture: `play` stays pending then, as in browsers. */
function withoutPictures(t: Test): EventTarget & { hidden: boolean } {
  const video = { addEventListener: () => {}, play: () => new Promise(() => {}) };
  const elements: Record<string, object> = { video, canvas: { getContext: () => ({}) } };
  const page = Object.assign(new EventTarget(), { hidden: false, createElement: (name: string) => elements[name] });
  t.intercept(globalThis, 'document', { value: page });
  t.intercept(globalThis, 'MediaStream', { value: class {} });
  return page;
}

t.test('a camera that sends no picture is found, and closed', async (t) => {
  const time = useFakeTime(t);
  withoutPictures(t);
  const track = new TestTrack();
  const result = testCamera(
    {},
    toolsWith(async () => track),
    new AbortController().signal,
  );
  await time.tickAsync(4_000);
  t.match(await result, { verdict: 'bad', codes: ['camera-no-pictures'], width: null });
  t.equal(track.isStopped, true);
});

t.test('in a page that was hidden meanwhile a camera is not blamed for it', async (t) => {
  const time = useFakeTime(t);
  const page = withoutPictures(t);
  const result = testCamera(
    {},
    toolsWith(async () => new TestTrack()),
    new AbortController().signal,
  );
  await time.tickAsync(1_000);
  for (const hidden of [true, false]) {
    page.hidden = hidden;
    page.dispatchEvent(new Event('visibilitychange'));
  }
  await time.tickAsync(3_000);
  t.match(await result, { verdict: 'poor', codes: ['camera-page-hidden'] });
});

t.test('a page that was hidden changes nothing where nothing was found', async (t) => {
  t.same(unlessHidden([], true, 'line-page-hidden'), []);
  t.same(unlessHidden(['line-loss'], false, 'line-page-hidden'), ['line-loss']);
  t.same(unlessHidden(['line-bandwidth-low', 'line-loss'], true, 'line-page-hidden'), ['line-page-hidden']);
});

t.test('a camera is closed at once when the preflight is ended', async (t) => {
  withoutPictures(t);
  const track = new TestTrack();
  const ending = new AbortController();
  const result = testCamera(
    {},
    toolsWith(async () => track),
    ending.signal,
  );
  setImmediate(() => ending.abort(new Error('closed')));
  await t.rejects(result, { message: 'closed' });
  t.equal(track.isStopped, true);
});

for (const [name, test] of Object.entries<TestDevice>({ testCamera, testMicrophone }))
  t.test(`${name}: a device that the person allows after the end is closed again, unused`, async (t) => {
    const track = new TestTrack();
    const { promise: allowed, resolve: allow } = Promise.withResolvers<TestTrack>();
    const ending = new AbortController();
    const result = test(
      {},
      toolsWith(() => allowed),
      ending.signal,
    );
    ending.abort(new Error('closed'));
    allow(track);
    await t.rejects(result, { message: 'closed' });
    t.equal(track.isStopped, true);
  });

t.test('a microphone whose sound the browser does not give is not measured, and closed', async (t) => {
  const track = new TestTrack();
  class NoContext {
    constructor() {
      throw new DOMException('too many', 'NotSupportedError');
    }
  }
  const tools = toolsWith(async () => track, { environment: { AudioContext: NoContext } });
  t.match(await testMicrophone({}, tools, new AbortController().signal), {
    verdict: 'good',
    codes: ['microphone-not-measured'],
    peakDb: null,
  });
  t.equal(track.isStopped, true);
});
