import assert from 'node:assert/strict';
import { HearthroomError } from '@hearthroom/sdk';
import fc from 'fast-check';
import t from 'tap';
import { admittedSnapshot } from '../scripted-server.ts';
import { createParticipant, type FakeTrack, type LateDevices, outcomeOf, settled } from './late-devices.ts';

type Source = 'microphone' | 'camera';
type Step =
  | { do: 'on'; deviceId: string }
  | { do: 'off' | 'host-mute' | 'end' | 'system-mute' | 'system-unmute' | 'forbid' | 'allow' | 'close' | 'wait' }
  | { do: 'switch'; deviceId: string }
  | { do: 'answer'; index: number; error: string | null }
  | { do: 'publish'; error: 'capacity' | null };

/** Null (no error) is twice as likely as an error. */
const seldom = <T>(error: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: error });
const deviceIds = fc.constantFrom('', 'one', 'two');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: deviceIds.map((deviceId) => ({ do: 'on' as const, deviceId })) },
  { weight: 4, arbitrary: fc.constant({ do: 'off' as const }) },
  { weight: 4, arbitrary: fc.constantFrom('one', 'two').map((deviceId) => ({ do: 'switch' as const, deviceId })) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      index: fc.nat(1),
      error: seldom(fc.constantFrom('NotAllowedError', 'NotReadableError', 'OverconstrainedError')),
    }),
  },
  {
    weight: 5,
    arbitrary: seldom(fc.constant('capacity' as const)).map((error) => ({ do: 'publish' as const, error })),
  },
  { weight: 5, arbitrary: fc.constant({ do: 'wait' as const }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...(['host-mute', 'end', 'system-mute', 'system-unmute', 'allow', 'allow'] as const))
      .map((name) => ({ do: name })),
  },
  { weight: 1, arbitrary: fc.constantFrom('forbid' as const, 'close' as const).map((name) => ({ do: name })) },
);

const codes = [
  'resolved',
  'superseded',
  'not-allowed',
  'not-connected',
  'permission-denied',
  'device-in-use',
  'device-not-found',
  'capacity',
];

/** The last requests of the user, of a host and of the server; a device may send only if all of them allow it. */
class Run {
  readonly #source: Source;
  readonly #made: ReturnType<typeof createParticipant>;
  readonly #outcomes: Promise<unknown>[] = [];
  readonly #broken = new Set<string>();
  #shouldBeOn = false;
  #isAllowed = true;
  #isClosed = false;
  /** Requests to publish that the server has not answered yet, oldest first. */
  readonly #publishes: ((error: 'capacity' | null) => void)[] = [];
  #newest: ((error: 'capacity' | null) => void) | null = null;
  /** The result of the newest one. */
  #lastPublish: 'pending' | 'capacity' | 'done' = 'done';
  /** Incremented by everything that decides whether the device must be on. */
  #switches = 0;
  /** Incremented by every call and event. */
  #events = 0;
  /** Incremented by every call that names a device. */
  #choices = 0;
  /** The camera that was last requested; '' for the system's choice. */
  #chosen = '';

  constructor(source: Source) {
    this.#source = source;
    this.#made = createParticipant({ publish: () => this.#publish() });
  }

  get devices(): LateDevices {
    return this.#made.devices;
  }

  async take(one: Step): Promise<void> {
    this.#perform(one);
    this.#check();
    if (one.do !== 'wait') return;
    await settled();
    this.#checkSettled();
  }

  /** @returns the violations found */
  async finish(): Promise<string[]> {
    // An answer may lead to a further question: a lost microphone is replaced.
    for (let round = 0; round < 10; round += 1) {
      await settled();
      for (const question of [...this.devices.questions]) question.grant();
      while (this.#publishes.length > 0) this.#answerPublish(null);
    }
    this.#check();
    this.#checkSettled();
    const { participant } = this.#made;
    const open: unknown = participant.track(this.#source)?.mediaStreamTrack;
    this.#expect(
      this.devices.live.every((track) => track === open),
      'no device is left open but the one in use',
    );
    this.#expect(!participant.isStarting(this.#source), 'nothing starts any more');
    for (const outcome of await Promise.all(this.#outcomes))
      this.#expect(codes.includes(String(outcome)), `every promise settles with a code: ${String(outcome)}`);
    return [...this.#broken];
  }

  #perform(one: Step): void {
    if (one.do !== 'wait' && one.do !== 'answer' && one.do !== 'publish') this.#events += 1;
    switch (one.do) {
      case 'on':
        this.#turnOn(one.deviceId);
        break;
      case 'off':
        this.#switch(false);
        this.#outcomes.push(outcomeOf(this.#set(false)));
        break;
      case 'switch':
        if (this.#current || this.#isStarting) this.#choose(one.deviceId);
        this.#call(() => this.#made.participant.switchDevice(this.#source, one.deviceId));
        break;
      case 'answer':
        this.#answer(one.index, one.error);
        break;
      case 'publish':
        this.#answerPublish(one.error);
        break;
      default:
        this.#happen(one.do);
    }
  }

  /** Events that the user does not cause. */
  #happen(event: Exclude<Step['do'], 'on' | 'off' | 'switch' | 'answer' | 'publish'>): void {
    const { participant } = this.#made;
    switch (event) {
      case 'host-mute':
        if (this.#isStarting) this.#chosen = this.#current?.deviceId ?? '';
        if (this.#current || this.#isStarting) this.#switch(false);
        participant.handleMutedByHost(this.#source);
        break;
      case 'forbid':
      case 'allow':
        this.#setAllowed(event === 'allow');
        break;
      case 'close':
        this.#switch(false);
        this.#isClosed = true;
        participant.close();
        break;
      case 'end':
        if (this.#source === 'camera' && !this.#isStarting && this.#current) this.#switch(false);
        this.#current?.end();
        break;
      case 'system-mute':
      case 'system-unmute':
        this.#followSystem(event === 'system-mute');
        break;
      case 'wait':
        break;
    }
  }

  get #current(): FakeTrack | undefined {
    const open: unknown = this.#made.participant.track(this.#source)?.mediaStreamTrack;
    return this.devices.opened.find((track) => track === open);
  }

  get #isStarting(): boolean {
    return this.#made.participant.isStarting(this.#source);
  }

  #set(enabled: boolean, deviceId = ''): Promise<void> {
    const { participant } = this.#made;
    return this.#source === 'camera'
      ? participant.setCameraEnabled(enabled, { deviceId })
      : participant.setMicrophoneEnabled(enabled, { deviceId });
  }

  #turnOn(deviceId: string): void {
    if (this.#isAllowed && !this.#isClosed) {
      this.#switch(true);
      // Without an id, a device that is open or being opened stays.
      if (deviceId !== '' || (!this.#current && !this.#isStarting)) this.#choose(deviceId);
    }
    const [switches, events] = [this.#switches, this.#events];
    this.#call(
      () => this.#set(true, deviceId),
      (code) => {
        if (this.#switches === switches && code === 'capacity') this.#switch(false);
        if (this.#events !== events || code !== 'resolved') return;
        const track = this.#made.participant.track(this.#source);
        this.#expect(track !== null && !track.muted, 'what a call switched on is on when it resolves');
      },
    );
  }

  #call(call: () => Promise<void>, settle = (_: unknown): void => {}): void {
    const choices = this.#choices;
    const outcome = outcomeOf(call()).then((code) => {
      settle(code);
      // If a device cannot be opened, the current one stays on.
      if (this.#choices === choices && code !== 'resolved') this.#chosen = this.#current?.deviceId ?? '';
      return code;
    });
    this.#outcomes.push(outcome);
  }

  #choose(deviceId: string): void {
    this.#chosen = deviceId;
    this.#choices += 1;
  }

  #switch(isOn: boolean): void {
    this.#shouldBeOn = isOn;
    this.#switches += 1;
  }

  /** Its requests are repeated at the next reconnect if they fail. */
  #followSystem(isMuted: boolean): void {
    this.#current?.setSystemMuted(isMuted);
    this.#newest = null;
    this.#lastPublish = 'done';
  }

  #publish(): Promise<void> {
    this.#check();
    this.#lastPublish = 'pending';
    return new Promise((resolve, reject) => {
      const request = (error: 'capacity' | null): void => {
        if (this.#newest === request) this.#lastPublish = error ?? 'done';
        if (error) reject(new HearthroomError(error));
        else resolve();
      };
      this.#newest = request;
      this.#publishes.push(request);
    });
  }

  #answerPublish(error: 'capacity' | null): void {
    this.#publishes.shift()?.(error);
  }

  #answer(index: number, error: string | null): void {
    const question = this.devices.questions[index];
    if (error === null) question?.grant();
    else question?.refuse(error);
  }

  #setAllowed(isAllowed: boolean): void {
    const { self } = admittedSnapshot;
    if (!isAllowed) this.#switch(false);
    this.#isAllowed = isAllowed;
    const grants = { ...self.grants, publishCamera: isAllowed, publishMicrophone: isAllowed };
    this.#made.participant.handleSelf({ ...self, grants });
  }

  #check(): void {
    const { participant } = this.#made;
    const sent = participant.wanted(this.#source);
    const isSent = sent !== null && !sent.paused;
    this.#expect(!isSent || (this.#shouldBeOn && this.#isAllowed), 'nothing is sent that the last call switched off');
    this.#expect(isSent === participant.isEnabled(this.#source), 'what is sent is shown as on');
    if (!isSent) return;
    const { muted, readyState } = sent.mediaStreamTrack;
    this.#expect(!muted && readyState === 'live', 'nothing is sent of a device that gives nothing');
  }

  /** Called once everything that follows from the answers so far is done. */
  #checkSettled(): void {
    const { participant } = this.#made;
    const isOn = participant.isEnabled(this.#source);
    this.#expect(!isOn || this.#lastPublish !== 'capacity', 'nothing is shown as on that could not be published');
    if (!isOn || this.#source !== 'camera' || this.#chosen === '' || participant.isStarting('camera')) return;
    const isChosen = this.#current?.deviceId === this.#chosen;
    this.#expect(isChosen, 'no other camera is sent than the one that was chosen');
  }

  /** Collected, because most of it happens in calls whose errors are handled there. */
  #expect(condition: boolean, what: string): void {
    if (!condition) this.#broken.add(what);
  }
}

for (const source of ['camera', 'microphone'] as const) {
  t.test(`whatever the order of calls and answers, the last call for a ${source} holds`, async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), async (steps) => {
        const run = new Run(source);
        for (const one of steps) await run.take(one);
        assert.deepEqual(await run.finish(), []);
      }),
      { numRuns: 1_000 },
    );
    t.pass('in all orders that were tried');
  });
}
