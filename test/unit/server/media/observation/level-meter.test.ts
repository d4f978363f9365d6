import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import t from 'tap';
import { LevelMeter } from '../../../../../server/src/media/observation/level-meter.ts';
import type { Track } from '../../../../../server/src/media/peers/peer.ts';
import type { SpeakerLevel } from '../../../../../server/src/rooms/ports.ts';

const trackOf = (owner: string, id: string): Track => {
  const track: unknown = { owner, producer: { id, observer: new EventEmitter() } };
  return track as Track;
};

// The worker measures twice a second or so: which microphones it hears in one interval can't be chosen there.
t.test('a person whose microphone is being replaced is one speaker, as loud as the louder track', async (t) => {
  const observer = Object.assign(new EventEmitter(), { addProducer: async () => {}, close: () => {} });
  const router: unknown = { createAudioLevelObserver: async () => observer };
  const told: SpeakerLevel[][] = [];
  const meter = await LevelMeter.create(router as types.Router, (_, levels) => told.push(levels));
  for (const [owner, id] of [
    ['anna', 'k-1'],
    ['anna', 'k-2'],
    ['ben', 'k-3'],
  ] as const)
    await meter.watch(trackOf(owner, id));
  const volumes = [
    ['k-2', -20],
    ['k-3', -25],
    ['k-1', -30],
    ['k-4', -40],
  ] as const;
  observer.emit(
    'volumes',
    volumes.map(([id, volume]) => ({ producer: { id }, volume })),
  );
  t.same(told, [
    [
      { seatId: 'anna', levelDb: -20 },
      { seatId: 'ben', levelDb: -25 },
    ],
  ]);
});
