import { createAccessToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { isHostToken } from '../../../../../sdk/ui/controllers/host-token.ts';

const key = { id: 'test', secret: 'a-secret-of-the-tests-0123456789abcdef' };

t.test('the token of a therapist or co-therapist is known before the server has answered', async (t) => {
  for (const role of ['therapist', 'cotherapist', 'client', 'observer'] as const) {
    const token = await createAccessToken({ key, room: 'r-1', sub: 's', name: 'Зоя', role });
    t.equal(isHostToken(token), role.endsWith('therapist'), role);
  }
});

t.test('an invalid token is not treated as a host’s', async (t) => {
  for (const token of ['', 'a.b.c', null, undefined, '<html>502</html>']) t.equal(isHostToken(token), false);
});
