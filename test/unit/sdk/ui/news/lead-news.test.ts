import t from 'tap';
import { leadSentence } from '../../../../../sdk/ui/news/lead-news.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';

const texts = englishTexts.lead;
const told = (before: [string | null, boolean], after: [string | null, boolean], ownId: string): string | null => {
  const [was, wasLent] = before;
  const [id, isLent] = after;
  return leadSentence({ id: was, isLent: wasLent }, { id, isLent }, { ownId, nameOf: (one) => `Dr ${one}`, texts });
};

t.test('a host hears that they lead, or who leads, while the therapist is away', async (t) => {
  t.equal(told(['weber', false], ['cole', true], 'cole'), texts.lentToYou);
  t.equal(told([null, false], ['cole', true], 'dahl'), texts.lentTo('Dr cole'));
  t.equal(told(['cole', true], ['dahl', true], 'cole'), texts.lentTo('Dr dahl'), 'also when it goes on');
});

t.test('a host hears that the therapist is back', async (t) => {
  t.equal(told(['cole', true], ['weber', false], 'cole'), texts.back('Dr weber'));
  t.equal(told(['cole', true], ['weber', false], 'weber'), texts.backToYou);
  t.equal(told(['cole', true], [null, false], 'cole'), texts.over, 'or that they lead no longer');
});

t.test('nothing is said of a therapist who comes, goes and comes back in time', async (t) => {
  t.equal(told([null, false], ['weber', false], 'cole'), null);
  t.equal(told(['weber', false], [null, false], 'cole'), null);
  t.equal(told(['cole', true], ['cole', true], 'cole'), null);
  t.equal(told(['cole', true], [null, false], 'dahl'), null);
});
