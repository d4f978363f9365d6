import { onTripleEscape } from '@hearthroom/sdk';
import t from 'tap';

/** Dispatches one key press; `timeStamp` is in milliseconds. */
function press(target: EventTarget, timeStamp: number, key = 'Escape', repeat = false): void {
  const event = new Event('keydown');
  for (const [name, value] of Object.entries({ timeStamp, key, repeat })) Object.defineProperty(event, name, { value });
  target.dispatchEvent(event);
}

function setUp() {
  const target = new EventTarget();
  let heard = 0;
  const off = onTripleEscape(() => {
    heard += 1;
  }, target);
  return { target, off, heard: () => heard };
}

t.test('three presses within a second and a half are heard once', async (t) => {
  const { target, heard } = setUp();
  press(target, 0);
  press(target, 700);
  t.equal(heard(), 0);
  press(target, 1_500);
  t.equal(heard(), 1);
  press(target, 1_600);
  t.equal(heard(), 1, 'the next ones begin anew');
  press(target, 1_700);
  press(target, 1_800);
  t.equal(heard(), 2);
});

t.test('slower ones are not, but the last three count', async (t) => {
  const { target, heard } = setUp();
  press(target, 0);
  press(target, 800);
  press(target, 1_600);
  t.equal(heard(), 0);
  press(target, 2_200);
  t.equal(heard(), 1);
});

t.test('other keys are not in the way, and one that is held down is one press', async (t) => {
  const { target, heard } = setUp();
  press(target, 0);
  for (let time = 50; time < 1_000; time += 50) press(target, time, 'Escape', true);
  t.equal(heard(), 0);
  press(target, 1_000, 'a');
  press(target, 1_100);
  press(target, 1_200);
  t.equal(heard(), 1);
});

t.test('nothing is heard any more when it was taken off', async (t) => {
  const { target, off, heard } = setUp();
  off();
  for (const time of [0, 1, 2]) press(target, time);
  t.equal(heard(), 0);
});
