import t from 'tap';
import { BlockedAudio } from '../../../../../../sdk/src/session/controls/blocked-audio.ts';

/** The part of a page's element that the code uses. */
class Element {
  srcObject: object | null = {};
  isAllowed = false;
  played = 0;

  async play(): Promise<void> {
    if (this.srcObject === null) await new Promise(() => {});
    if (!this.isAllowed) throw new DOMException('', 'NotAllowedError');
    this.played += 1;
  }
}

function setUp(count: number) {
  let told = 0;
  const audio = new BlockedAudio(() => {
    told += 1;
  });
  const elements = Array.from({ length: count }, () => new Element());
  for (const element of elements) audio.add(element as unknown as HTMLMediaElement);
  return { audio, elements, told: () => told };
}

t.test('blocked elements are reported once, however many there are', async (t) => {
  t.equal(setUp(3).told(), 1);
});

t.test('elements that are refused again are retried next time, playing ones are not', async (t) => {
  const { audio, elements } = setUp(2);
  const [first, second] = elements;
  if (!first || !second) throw new Error('no elements');
  first.isAllowed = true;
  await t.rejects(audio.start(), { code: 'permission-denied' });
  second.isAllowed = true;
  await audio.start();
  t.same([first.played, second.played], [1, 1]);
  await audio.start();
  t.same([first.played, second.played], [1, 1], 'and then there is nothing left');
});

t.test('an element that shows nothing any more is not waited for', async (t) => {
  const { audio, elements } = setUp(1);
  for (const element of elements) element.srcObject = null;
  await audio.start();
  t.equal(elements[0]?.played, 0);
});
