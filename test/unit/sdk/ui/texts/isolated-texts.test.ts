import t from 'tap';
import { isolate, isolateTexts } from '../../../../../sdk/ui/texts/isolated-texts.ts';
import { englishTexts, mergeTexts } from '../../../../../sdk/ui/texts/texts.ts';

t.test('a name that could turn the sentence around it is isolated in it', async (t) => {
  const { notices, call } = isolateTexts(englishTexts);
  t.equal(notices.waits('محمد'), '\u2068محمد\u2069 is waiting.');
  t.equal(call.enlarge('עזה!'), 'Show \u2068עזה!\u2069 large');
  t.equal(isolate('(Anna)'), '\u2068(Anna)\u2069', 'brackets at an edge take the direction of the sentence');
});

t.test('a Latin name stands as it is, without characters that a screen reader might speak', async (t) => {
  const { notices } = isolateTexts(englishTexts);
  for (const name of ['Anna', 'Dr. Weber', 'Zoë-Marie O’Neil', 'Ben 2nd', 'Å', '6:30 PM'])
    t.equal(notices.waits(name), `${name} is waiting.`);
});

t.test('numbers, texts without a part that changes, and translations pass through', async (t) => {
  const table = mergeTexts({ notices: { waits: (name: string) => `${name} wartet.` } });
  const isolated = isolateTexts(table);
  t.equal(isolated.notices.waits('علي'), '\u2068علي\u2069 wartet.');
  t.equal(isolated.waiting.title, englishTexts.waiting.title);
  t.same(isolated.closed.left, englishTexts.closed.left);
  t.equal(isolated.host.extendBy(10), englishTexts.host.extendBy(10));
  t.equal(isolated.documentTitle(1, 'בית'), '(1) בית', 'the page’s own title is left alone');
  t.equal(isolateTexts(table), isolated);
});
