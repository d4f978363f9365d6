/** A participant in a LiveKit room: one end that sends, and one that receives the others. */
import { TrackSource, TrackType } from '@livekit/protocol';
import type { StreamKind, StreamSpec } from '../../clients/stream.ts';
import { createIceCredentials } from '../../clients/stun.ts';
import { answerToReceive, type LocalEnd, mediaSectionsOf, offerToSend, remoteEndOf } from '../sdp.ts';
import type { Ends } from '../system.ts';
import type { LiveKitClient } from './livekit-client.ts';

/** As LiveKit always numbers them. */
export const payloadTypes = { audio: 111, video: 96 } as const;

const tracks: Record<StreamKind, { type: TrackType; source: TrackSource; width?: number; height?: number }> = {
  audio: { type: TrackType.AUDIO, source: TrackSource.MICROPHONE },
  video: { type: TrackType.VIDEO, source: TrackSource.CAMERA, width: 320, height: 180 },
};

let nextSsrc = 130_000;

export interface Place {
  ends: Ends;
  /** Number of this participant across rooms. */
  person: number;
  /** Address that this participant sends from. */
  address: string;
}

export class LiveKitPerson {
  readonly client: LiveKitClient;
  readonly #place: Place;
  readonly #receiver: LocalEnd;
  #state: 'joined' | 'connected' = 'joined';
  #sections = 0;

  /**
   * @param client joined; the receiving end is connected at once, because LiveKit gives up on clients that do not
   *   answer
   */
  static async create(client: LiveKitClient, place: Place): Promise<LiveKitPerson> {
    const { ends, person, address } = place;
    const fingerprint = await ends.receiverFingerprint(person);
    const created = new LiveKitPerson(client, place, { ice: createIceCredentials(), fingerprint, address });
    await created.#takeOffer();
    return created;
  }

  private constructor(client: LiveKitClient, place: Place, receiver: LocalEnd) {
    this.client = client;
    this.#place = place;
    this.#receiver = receiver;
  }

  async publish(kinds: readonly StreamKind[]): Promise<{ streams: StreamSpec[]; trackSids: string[] }> {
    const { ends, address } = this.#place;
    const sending = kinds.map((kind) => {
      nextSsrc += 1;
      return { kind, payloadType: payloadTypes[kind], ssrc: nextSsrc, trackId: `${kind}-${nextSsrc}` };
    });
    const trackSids: string[] = [];
    for (const { kind, trackId } of sending) {
      trackSids.push(await this.client.addTrack({ cid: trackId, ...tracks[kind], disableRed: true }));
    }
    const local = { ice: createIceCredentials(), fingerprint: await ends.senderFingerprint(), address };
    const answer = await this.client.offer(offerToSend(local, sending));
    const end = await ends.connectSender(remoteEndOf(answer.sdp), local.ice);
    const streams = sending.map(({ kind, payloadType, ssrc }) => ({
      kind,
      payloadType,
      ssrc,
      end,
      audioLevelId: null,
    }));
    return { streams, trackSids };
  }

  /** Resolves once all of these are offered and accepted. */
  async receive(trackSids: string[]): Promise<void> {
    this.client.subscribe(trackSids);
    while (this.#sections < trackSids.length) await this.#takeOffer();
  }

  async #takeOffer(): Promise<void> {
    const { ends, person } = this.#place;
    const offer = await this.client.nextOffer();
    this.client.answer(answerToReceive(this.#receiver, offer.sdp), offer.id);
    this.#sections = mediaSectionsOf(offer.sdp);
    if (this.#state === 'connected') return;
    this.#state = 'connected';
    await ends.connectReceiver(person, remoteEndOf(offer.sdp), this.#receiver.ice);
  }
}
