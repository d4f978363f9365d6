import t from 'tap';
import { recipientsOf } from '../../../../../../sdk/ui/views/session/chat-view.ts';

const people = [
  { id: 'w', name: 'Weber', role: 'therapist' },
  { id: 'a', name: 'Anna', role: 'client' },
  { id: 'o', name: 'Nadja', role: 'observer' },
] as const;
const audience = (mayWriteToClients: boolean) =>
  recipientsOf(people, mayWriteToClients).map(({ to, id }) => `${to} ${id}`.trim());

t.test('a client writes to everybody, to the hosts, or to one of them', async (t) => {
  t.same(audience(false), ['group', 'hosts', 'participant w']);
});

t.test('a host, and in rooms with private chat everybody, writes to each person', async (t) => {
  t.same(audience(true), ['group', 'hosts', 'participant w', 'participant a', 'participant o']);
});
