import assert from 'node:assert/strict';
import { HearthroomError } from '@hearthroom/sdk';
import fc from 'fast-check';
import t from 'tap';
import { createParticipant, outcomeOf, settled } from './late-devices.ts';

const steps = {
  blur: 3,
  plain: 2,
  on: 4,
  off: 2,
  switch: 2,
  grant: 5,
  refuse: 1,
  'blur is ready': 5,
  'blur is refused': 1,
  'blur fails': 1,
  'host mutes': 1,
  'camera ends': 1,
  'room forbids': 1,
  'room allows': 2,
  wait: 6,
} as const;
type Step = keyof typeof steps;

const codes = new Set([
  'resolved',
  'superseded',
  'device-in-use',
  'device-not-found',
  'background-failed',
  'background-off',
]);

/** What is shown or sent is looked at after each step, and whenever anything changes. */
class Run {
  readonly broken = new Set<string>();
  readonly #made = createParticipant({
    changed: () => this.#look(),
    publish: async () => this.#look(),
  });
  readonly #outcomes: Promise<unknown>[] = [];
  #isAllowed = true;

  async take(step: Step): Promise<void> {
    this.#perform(step);
    this.#look();
    if (step === 'wait') await settled();
    this.#look();
  }

  async finish(): Promise<void> {
    const { devices, blurs, participant } = this.#made;
    for (let round = 0; round < 5; round += 1) {
      await settled();
      for (const question of [...devices.questions]) question.grant();
      for (const blur of blurs.all) if (!blur.track) blur.finish();
    }
    const open = participant.track('camera')?.opened;
    const [device, effect]: unknown[] = [open?.device, open?.effect?.track];
    this.#expect(
      devices.live.every((track) => track === device),
      'no camera is left open but the one in use',
    );
    this.#expect(
      blurs.live.every((track) => track === effect),
      'no blur is left running but the one in use',
    );
    this.#expect(!participant.isStarting('camera'), 'nothing starts any more');
    for (const outcome of await Promise.all(this.#outcomes))
      this.#expect(codes.has(String(outcome)), `every promise settles with a code: ${String(outcome)}`);
  }

  #perform(step: Step): void {
    const { participant, devices, blurs } = this.#made;
    const call = (outcome: Promise<void>): void => void this.#outcomes.push(outcomeOf(outcome));
    const current = blurs.all.findLast(({ track }) => track?.readyState === 'live');
    if (step === 'blur') call(participant.setCameraBackground('blur'));
    else if (step === 'plain') call(participant.setCameraBackground('none'));
    else if (step === 'on') call(participant.setCameraEnabled(true));
    else if (step === 'off') call(participant.setCameraEnabled(false));
    else if (step === 'switch') call(participant.switchDevice('camera', 'two'));
    else if (step === 'grant') devices.questions[0]?.grant();
    else if (step === 'refuse') devices.questions[0]?.refuse('NotReadableError');
    else if (step === 'blur is ready') blurs.all.find(({ track }) => !track)?.finish();
    else if (step === 'blur is refused') blurs.all.at(-1)?.refuse(new HearthroomError('background-failed'));
    else if (step === 'blur fails') current?.fail('background-failed');
    else if (step === 'host mutes') participant.handleMutedByHost('camera');
    else if (step === 'camera ends') devices.live[0]?.end();
    else if (step !== 'wait') this.#setAllowed(step === 'room allows');
  }

  #setAllowed(isAllowed: boolean): void {
    this.#isAllowed = isAllowed;
    this.#made.participant.handleBackgroundBlur(isAllowed ? 'allowed' : 'off');
  }

  #look(): void {
    const { participant, blurs } = this.#made;
    if (participant.cameraBackground === 'none') return;
    const tracks: unknown[] = [participant.track('camera'), participant.wanted('camera')].flatMap((one) =>
      one ? [one.mediaStreamTrack] : [],
    );
    const blurred: unknown[] = blurs.all.map(({ track }) => track);
    this.#expect(
      tracks.every((track) => blurred.includes(track)),
      'nothing is shown or sent without the blur',
    );
    // Told by the next call of the same turn.
    if (!this.#isAllowed) queueMicrotask(() => this.#expectNothing());
  }

  #expectNothing(): void {
    const { participant } = this.#made;
    if (this.#isAllowed || participant.cameraBackground === 'none') return;
    this.#expect(participant.wanted('camera') === null, 'nothing blurred is sent where the room forbids it');
  }

  #expect(condition: boolean, what: string): void {
    if (!condition) this.broken.add(what);
  }
}

t.test(
  'whatever the order of calls, answers and failures, nothing is shown without the blur that is chosen',
  async (t) => {
    const step = fc.oneof(
      ...Object.entries(steps).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as Step) })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40, size: 'max' }), async (taken) => {
        const run = new Run();
        for (const one of taken) await run.take(one);
        await run.finish();
        assert.deepEqual([...run.broken], []);
      }),
      { numRuns: 500 },
    );
    t.pass('in all orders that were tried');
  },
);
