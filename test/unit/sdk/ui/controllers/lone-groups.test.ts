import t from 'tap';
import { lonePeopleOf } from '../../../../../sdk/ui/controllers/lone-groups.ts';
import { aloneQuestion } from '../../../../../sdk/ui/controllers/questions.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';

const group = (number: number, participantIds: string[]) => ({
  id: `g${number}`,
  name: `Group ${number}`,
  participantIds,
});

t.test('a person who is the only one in a group is told, but for a host who visits an empty one', async (t) => {
  const groups = [group(1, ['anna', 'ben']), group(2, ['cleo']), group(3, ['weber']), group(4, [])];
  t.same(
    lonePeopleOf(groups, (id) => id !== 'weber'),
    [{ groupId: 'g2', groupName: 'Group 2', personId: 'cleo' }],
  );
  t.same(
    lonePeopleOf([group(1, ['anna', 'weber'])], (id) => id !== 'weber'),
    [],
    'a visit is company',
  );
});

t.test('the question before groups of one names everybody concerned', async (t) => {
  const { dialogs } = englishTexts;
  const one = { name: 'Anna', group: 'Group 1' };
  t.equal(aloneQuestion(dialogs, [one]).title, 'Leave Anna alone in Group 1?');
  const two = aloneQuestion(dialogs, [one, { name: 'Ben', group: 'Group 2' }]);
  t.match(two, { title: 'Leave 2 people alone in their groups?', body: /Anna .*Group 1.*Ben .*Group 2/ });
});
