import t from 'tap';
import { skippedText } from '../../../../../sdk/ui/controllers/host-controls.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';

t.test('a person who was not let in with the others is counted by the true reason', async (t) => {
  const entries = [
    { code: 'agreement-required' },
    { code: 'consent-required' },
    { code: 'agreement-required' },
    { code: 'stale-entry' },
    { code: 'not-found' },
  ];
  t.equal(
    skippedText(englishTexts, entries),
    'Not let in: 2 have not agreed to the rules of the group; 1 observer to whom not every client has agreed; 2 had just left or rejoined.',
  );
  t.equal(
    skippedText(englishTexts, [{ code: 'consent-required' }]),
    'Not let in: 1 observer to whom not every client has agreed.',
  );
});
