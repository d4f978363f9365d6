import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { createParticipant, type FakeTrack, type LateDevices, outcomeOf, settled } from './late-devices.ts';
import { admittedSnapshot } from './scripted-server.ts';

type Source = 'microphone' | 'camera';
type Step =
  | { do: 'on'; deviceId: string }
  | { do: 'off' | 'host-mute' | 'end' | 'system-mute' | 'system-unmute' | 'forbid' | 'allow' | 'close' | 'wait' }
  | { do: 'switch'; deviceId: string }
  | { do: 'answer'; index: number; error: string | null };

const deviceIds = fc.constantFrom('', 'one', 'two');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: deviceIds.map((deviceId) => ({ do: 'on' as const, deviceId })) },
  { weight: 4, arbitrary: fc.constant({ do: 'off' as const }) },
  { weight: 2, arbitrary: fc.constantFrom('one', 'two').map((deviceId) => ({ do: 'switch' as const, deviceId })) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      index: fc.nat(3),
      error: fc.option(fc.constantFrom('NotAllowedError', 'NotReadableError', 'OverconstrainedError'), { freq: 4 }),
    }),
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
];

/** What the person, a host and the server last said; a device may be heard or seen only if all of it allows that. */
class Run {
  readonly #source: Source;
  readonly #made: ReturnType<typeof createParticipant>;
  readonly #outcomes: Promise<unknown>[] = [];
  readonly #broken = new Set<string>();
  #wishesOn = false;
  #isAllowed = true;
  #isClosed = false;
  /** The camera that was asked for last; '' for the system's choice. */
  #chosen = '';

  constructor(source: Source) {
    this.#source = source;
    this.#made = createParticipant({ publish: async () => this.#check() });
  }

  get devices(): LateDevices {
    return this.#made.devices;
  }

  async take(one: Step): Promise<void> {
    this.#perform(one);
    this.#check();
    if (one.do === 'wait') await settled();
  }

  /** @returns what was not as it must be */
  async finish(): Promise<string[]> {
    // An answer may lead to another question: a microphone that is lost is replaced.
    for (let round = 0; round < 10; round += 1) {
      await settled();
      for (const question of [...this.devices.questions]) question.grant();
    }
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
    switch (one.do) {
      case 'on':
        this.#turnOn(one.deviceId);
        break;
      case 'off':
        this.#wishesOn = false;
        this.#outcomes.push(outcomeOf(this.#set(false)));
        break;
      case 'switch':
        if (this.#current || this.#isStarting) this.#chosen = one.deviceId;
        this.#outcomes.push(outcomeOf(this.#made.participant.switchDevice(this.#source, one.deviceId)));
        break;
      case 'answer':
        this.#answer(one.index, one.error);
        break;
      default:
        this.#happen(one.do);
    }
  }

  /** What is not the person's doing. */
  #happen(event: Exclude<Step['do'], 'on' | 'off' | 'switch' | 'answer'>): void {
    const { participant } = this.#made;
    switch (event) {
      case 'host-mute':
        if (this.#current || this.#isStarting) this.#wishesOn = false;
        participant.handleMutedByHost(this.#source);
        break;
      case 'forbid':
      case 'allow':
        this.#setAllowed(event === 'allow');
        break;
      case 'close':
        this.#wishesOn = false;
        this.#isClosed = true;
        participant.close();
        break;
      case 'end':
        if (this.#source === 'camera' && !this.#isStarting && this.#current) this.#wishesOn = false;
        this.#current?.end();
        break;
      case 'system-mute':
      case 'system-unmute':
        this.#current?.setSystemMuted(event === 'system-mute');
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
      this.#wishesOn = true;
      // Without an id what is open or on its way stays.
      if (deviceId !== '' || (!this.#current && !this.#isStarting)) this.#chosen = deviceId;
    }
    this.#outcomes.push(outcomeOf(this.#set(true, deviceId)));
  }

  #answer(index: number, error: string | null): void {
    const question = this.devices.questions[index];
    if (error === null) question?.grant();
    else question?.refuse(error);
  }

  #setAllowed(isAllowed: boolean): void {
    const { self } = admittedSnapshot;
    if (!isAllowed) this.#wishesOn = false;
    this.#isAllowed = isAllowed;
    const grants = { ...self.grants, publishCamera: isAllowed, publishMicrophone: isAllowed };
    this.#made.participant.handleSelf({ ...self, grants });
  }

  #check(): void {
    const { participant } = this.#made;
    const sent = participant.wanted(this.#source);
    const isSent = sent !== null && !sent.paused;
    this.#expect(!isSent || (this.#wishesOn && this.#isAllowed), 'nothing is sent that the last call switched off');
    this.#expect(isSent === participant.isEnabled(this.#source), 'what is sent is shown as on');
    if (!isSent) return;
    const { muted, readyState } = sent.mediaStreamTrack;
    this.#expect(!muted && readyState === 'live', 'nothing is sent of a device that gives nothing');
    const { deviceId = '' } = sent.mediaStreamTrack.getSettings();
    if (this.#source === 'camera' && this.#chosen !== '' && !participant.isStarting('camera'))
      this.#expect(deviceId === this.#chosen, 'no other camera is sent than the one that was chosen');
  }

  /** Kept, as most of what happens is within calls whose failures end there. */
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
      { numRuns: 500 },
    );
    t.pass('in all orders that were tried');
  });
}
