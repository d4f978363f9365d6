import t from 'tap';
import { mayKnowReceptionOf } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, observer } from '../../../../../support/machine/player/people.ts';
import { Stage } from '../../../../../support/machine/stage.ts';

t.test(
  'how well a person receives is known to that person and to hosts who are inside, and to nobody else',
  async (t) => {
    const { stage } = Stage.live([client(), client('ben', { grants: { canModerate: true } }), observer('olga')]);
    stage.arrive(cotherapist());
    const ids = ['p-weber', 'p-cole', 'p-anna', 'p-ben', 'p-olga'];
    const knowing = ids.filter((to) => mayKnowReceptionOf(stage.state, 'p-anna', to));
    t.strictSame(knowing, ['p-weber', 'p-cole', 'p-anna']);
    t.ok(mayKnowReceptionOf(stage.state, 'p-weber', 'p-weber'));
    t.notOk(mayKnowReceptionOf(stage.state, 'p-weber', 'p-anna'), 'also of a host');
    t.notOk(mayKnowReceptionOf(stage.state, 'p-anna', 'p-nobody'), 'a seat that does not exist');
  },
);
