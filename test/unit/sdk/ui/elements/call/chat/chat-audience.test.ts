import t from 'tap';
import {
  audienceSentence,
  isReadByOthers,
  recipientOf,
} from '../../../../../../../sdk/ui/elements/call/chat/chat-audience.ts';
import { englishTexts } from '../../../../../../../sdk/ui/texts/texts.ts';
import { recipientsOf } from '../../../../../../../sdk/ui/views/session/chat-view.ts';
import type { ChatRecipient } from '../../../../../../../sdk/ui/views/view-types.ts';

const people = [
  { id: 'w', name: 'Weber', role: 'therapist' },
  { id: 'a', name: 'Anna', role: 'client' },
  { id: 'b', name: 'Ben', role: 'client' },
] as const;
const at = (place: string, present: readonly (typeof people)[number][] = people) => recipientsOf(present, true, place);
const [group, hosts, weber, anna, ben] = at('') as [
  ChatRecipient,
  ChatRecipient,
  ChatRecipient,
  ChatRecipient,
  ChatRecipient,
];

t.test('with nothing chosen a text goes to everybody', async (t) => {
  t.equal(recipientOf({ recipients: at('') }, null, true)?.to, 'group');
});

t.test('a text for somebody who cannot be reached any more goes to nobody until another one is chosen', async (t) => {
  const recipients = at('', [people[0]]);
  t.equal(recipientOf({ recipients }, anna, true), undefined);
  t.equal(recipientOf({ recipients }, anna, false), undefined, 'nor does one that is begun afterwards');
  t.equal(recipientOf({ recipients: at('') }, anna, true)?.id, 'a', 'when they are back it is theirs');
});

t.test('a text for everybody in one place does not go to everybody in another one', async (t) => {
  const [small] = at('g-1');
  t.equal(recipientOf({ recipients: at('') }, small ?? null, true), undefined);
  t.equal(recipientOf({ recipients: at('main') }, group, true), undefined, 'nor to those who stay when groups begin');
  t.equal(recipientOf({ recipients: at('') }, small ?? null, false)?.id, '', 'without a text nothing was meant');
});

t.test('others than those for whom it was written would read it', async (t) => {
  for (const [before, after] of [
    [anna, group],
    [anna, hosts],
    [anna, ben],
    [hosts, group],
    [hosts, anna],
  ] as const)
    t.equal(isReadByOthers(before, after), true, `${before.to} to ${after.to}`);
  for (const [before, after] of [
    [group, anna],
    [group, hosts],
    [hosts, weber],
    [anna, anna],
  ] as const)
    t.equal(isReadByOthers(before, after), false, `${before.to} to ${after.to}`);
});

t.test('the sentence says who reads it, or that nobody does', async (t) => {
  const say = (chosen: ChatRecipient | null, recipient: ChatRecipient | undefined, hasText = true, apart = false) =>
    audienceSentence(englishTexts, { chosen, recipient, apart, hasText });
  t.equal(say(null, group), 'This goes to everybody.');
  t.equal(say(null, group, true, true), 'This goes to everybody who is here with you.');
  t.equal(say(hosts, hosts), 'This goes to the therapists only.');
  t.equal(say(anna, anna), 'This goes to Anna only.');
  t.match(say(anna, undefined), 'Anna cannot be reached now. Your text stays here and is not sent.');
  t.match(say(group, undefined), 'You are with other people than before. Your text stays here and is not sent.');
  t.match(say(anna, undefined, false), 'Please choose who your message is for.');
});
