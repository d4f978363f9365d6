/** Runs in Chromium: one person in a room of either system, who sends, or watches one sender. */
import { peerConnections } from '../../../../test/support/browser/peer-connections.ts';
import { SoundSource } from '../../../../test/support/browser/sounds.ts';
import { vp8KeyFrame } from '../../browser/key-frame.ts';
import type { Age, Watched } from '../figures/samples.ts';
import { readAges } from './glass-clock.ts';
import { createMovingPicture, paintSpots } from './moving-picture.ts';
import { type Entrance, enter, type PageRoom } from './page-room.ts';
import { StreamWatch } from './stream-watch.ts';

/** Of the one who is watched, in a group shown as a gallery on a laptop, and of all others. */
const [large, small] = ['width:640px;height:360px', 'width:160px;height:90px'];

let room: PageRoom | null = null;
let watch: StreamWatch | null = null;
const ages: Age[] = [];

function current(): PageRoom {
  if (!room) throw new Error('Not in a room');
  return room;
}

/** @param watched name of the one whose picture and sound are measured here; null: nobody's */
async function join(entrance: Entrance, watched: string | null): Promise<void> {
  const show = (element: HTMLMediaElement, name: string) => {
    element.style.cssText = name === watched ? large : small;
    document.body.append(element);
    if (element instanceof HTMLVideoElement && name === watched) readAges(element, ages);
  };
  room = await enter(entrance, { show });
}

async function publish(): Promise<void> {
  const sound = new SoundSource();
  await sound.play('speech');
  await current().publish(sound.track, createMovingPicture());
}

function startWatching(name: string): void {
  ages.length = 0;
  watch = new StreamWatch(() => current().tracksOf(name));
}

/** Of a synthetic person; with it, 30 of them in a second are about as much as a camera's smallest layer. */
const syntheticPicture = (): Promise<number[]> =>
  vp8KeyFrame((context, size) => paintSpots(context, 3, { ...size, smallest: 10, largest: 30 }));

/** Layers of the camera that are switched on; a browser may send fewer of them. */
async function activeLayers(): Promise<number> {
  const reports = await Promise.all(
    peerConnections.filter(({ connectionState }) => connectionState !== 'closed').map((one) => one.getStats()),
  );
  const sent = reports.flatMap((report): RTCOutboundRtpStreamStats[] => [...report.values()]);
  return sent.filter(({ type, kind, active }) => type === 'outbound-rtp' && kind === 'video' && active).length;
}

const tools = {
  join,
  publish,
  startWatching,
  /** Pictures decoded since watching began, and the height of the newest one. */
  seen: () => {
    const { frames = 0, height = 0 } = watch?.samples.at(-1) ?? {};
    return { frames, height };
  },
  activeLayers,
  encrypts: () => current().encrypts(),
  watched: (): Watched => ({ samples: watch?.samples ?? [], ages }),
  syntheticPicture,
};

declare global {
  var linePage: typeof tools;
}
Object.assign(globalThis, { linePage: tools });
