/** Runs in the browser: reads the decoders' statistics of one sender, ten times a second. */
import { peerConnections } from '../../../../test/support/browser/peer-connections.ts';
import type { Sample } from '../figures/samples.ts';
import { DecoderTotals, type InboundStats } from './decoder-totals.ts';

/** The tracks that are received from one sender now. */
export interface ReceivedTracks {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}

const readEveryMs = 100;

export class StreamWatch {
  readonly samples: Sample[] = [];
  readonly #totals = new DecoderTotals();
  readonly #tracks: () => ReceivedTracks;

  /** Begins now. */
  constructor(tracks: () => ReceivedTracks) {
    this.#tracks = tracks;
    this.#keepReading();
  }

  #keepReading(): void {
    const startedAt = performance.now();
    const again = () => setTimeout(() => this.#keepReading(), readEveryMs - (performance.now() - startedAt));
    this.#read().then(again, again);
  }

  async #read(): Promise<void> {
    const { audio, video } = this.#tracks();
    const [heard, seen] = await Promise.all([statsOf(audio), statsOf(video)]);
    if (heard) this.#totals.addAudio(heard.stream, heard.stats);
    if (seen) this.#totals.addVideo(seen.stream, seen.stats);
    this.samples.push(this.#totals.sample(Date.now()));
  }
}

async function statsOf(track: MediaStreamTrack | null): Promise<{ stream: string; stats: InboundStats } | null> {
  if (!track) return null;
  for (const [index, connection] of peerConnections.entries()) {
    if (connection.connectionState === 'closed') continue;
    const receiver = connection.getReceivers().find((one) => one.track.id === track.id);
    const report = await receiver?.getStats();
    for (const stats of report?.values() ?? [])
      if (stats.type === 'inbound-rtp') return { stream: `${index} ${stats.id}`, stats };
  }
  return null;
}
