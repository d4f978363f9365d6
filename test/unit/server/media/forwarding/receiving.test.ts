import t from 'tap';
import { AppError } from '../../../../../server/src/core/errors/errors.ts';
import { Receiving } from '../../../../../server/src/media/forwarding/receiving.ts';
import type { Peer } from '../../../../../server/src/media/peers/peer.ts';

t.test('requests about a consumer that is closed for a step that is being stored are accepted', async (t) => {
  const peer = {
    seatId: 'p-anna',
    reception: () => {
      throw new AppError('not-found');
    },
  };
  const receiving = new Receiving({
    policy: { withheldBy: () => null },
    peerOf: () => peer as unknown as Peer,
    isHeld: (seatId, consumerId) => seatId === 'p-anna' && consumerId === 'held',
    firstPictures: {} as never,
    flow: {} as never,
    resumed: () => {},
    changed: () => {},
    onFailure: (error) => t.fail(String(error)),
  });
  await receiving.resumeConsumers('p-anna', ['held']);
  await receiving.pauseConsumers('p-anna', ['held']);
  await receiving.showVideos('p-anna', [{ consumerId: 'held', spatialLayer: 1 }]);
  await receiving.setPreferredLayers('p-anna', 'held', 1);
  await t.rejects(receiving.resumeConsumers('p-anna', ['closed']), { code: 'not-found' });
});
