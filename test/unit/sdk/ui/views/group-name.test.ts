import t from 'tap';
import { createTexts, englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { groupName, sentGroupName } from '../../../../../sdk/ui/views/group-name.ts';

t.test('everybody reads the name of a group in their own language', async (t) => {
  const german = createTexts({ breakout: { group: 'Gruppe {number}' } }, 'de');
  t.equal(groupName(sentGroupName(12), german), 'Gruppe 12');
  t.equal(groupName(sentGroupName(12), englishTexts), 'Group 12');
});

t.test('a name that an app has given stays as it is', async (t) => {
  const german = createTexts({ breakout: { group: 'Gruppe {number}' } }, 'de');
  for (const name of ['Group A', 'Group 1 and 2', 'My Group 1', 'Group 01', '']) t.equal(groupName(name, german), name);
});
