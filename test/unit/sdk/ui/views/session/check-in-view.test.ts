import t from 'tap';
import { questionViewOf } from '../../../../../../sdk/ui/views/session/check-in-view.ts';

const labelsOf = (locale: string): string[] =>
  questionViewOf({ text: 'How are you?', scale: { min: 1, max: 5 } }, { locale }).options.map(({ label }) => label);

t.test('a scale has the numbers of the language in which they are shown', async (t) => {
  t.same(labelsOf('de'), ['1', '2', '3', '4', '5']);
  t.same(labelsOf('ar-EG'), ['١', '٢', '٣', '٤', '٥']);
});

t.test('choices stay as their writer wrote them', async (t) => {
  const { options, ends } = questionViewOf({ text: 'Which?', choices: ['1 thing', 'none'] }, { locale: 'ar-EG' });
  t.same(options, [
    { value: 0, label: '1 thing' },
    { value: 1, label: 'none' },
  ]);
  t.equal(ends, null);
});
