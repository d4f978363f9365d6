import t from 'tap';
import { isolate, isolateTexts, membersText, namesText } from '../../../../../sdk/ui/texts/isolated-texts.ts';
import { messages as arabic } from '../../../../../sdk/ui/texts/languages/ar.ts';
import { createTexts, englishTexts, mergeTexts } from '../../../../../sdk/ui/texts/texts.ts';

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

t.test('a list of names has the direction of the language, whatever the direction of its names', async (t) => {
  const people = [{ name: 'Anna' }, { name: 'ليلى' }, { name: 'Ben' }];
  t.equal(namesText(people, englishTexts), 'Anna, \u2068ليلى\u2069, Ben');
  const texts = createTexts(arabic, 'ar');
  t.equal(namesText(people, texts), '\u200fAnna\u200f، \u2068ليلى\u2069\u200f، Ben', 'the first letter is a mark');
  t.equal(
    membersText(
      [
        { name: 'Anna', label: 'Anna Maier' },
        { name: 'Ben', label: null },
      ],
      texts,
    ),
    '\u200fAnna (Anna Maier)\u200f، Ben',
  );
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
