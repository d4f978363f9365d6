/** A participant without a browser: the SDK over werift, with synthetic devices. */
import { Session, type SessionOptions, type TrackSource } from '@hearthroom/sdk';
import { type SyntheticTrackOptions, syntheticTrack } from './synthetic-track.ts';
import { createWeriftEnvironment, packetsReceived } from './werift-environment.ts';

export class SyntheticPerson {
  readonly session: Session;
  /** Every failure that the session reported; a test that expects none checks that it is empty. */
  readonly failures: string[] = [];
  readonly #sockets: WebSocket[] = [];

  /** @param onSocket receives each WebSocket that the session opens, before it connects */
  constructor(
    options: Pick<SessionOptions, 'url' | 'getToken'> & Partial<SessionOptions>,
    onSocket: (socket: WebSocket) => void = () => {},
  ) {
    const sockets = this.#sockets;
    class KnownWebSocket extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        sockets.push(this);
        onSocket(this);
      }
    }
    this.session = new Session({
      ...options,
      environment: { ...createWeriftEnvironment(), WebSocket: KnownWebSocket, ...options.environment },
    });
    this.session.on('mediaFailed', ({ code, message }, source) => this.failures.push(`${source}: ${code} ${message}`));
  }

  async speak(options?: SyntheticTrackOptions): Promise<void> {
    await this.session.localParticipant.setMicrophoneEnabled(true, { track: syntheticTrack('audio', options) });
  }

  async show(options?: SyntheticTrackOptions): Promise<void> {
    await this.session.localParticipant.setCameraEnabled(true, { track: syntheticTrack('video', options) });
  }

  /** RTP packets received so far from a participant's source; 0 if it is not received now. */
  packetsFrom(participantId: string, source: TrackSource): number {
    const track = this.session.participants.get(participantId)?.tracks.get(source);
    return track ? packetsReceived(track.mediaStreamTrack) : 0;
  }

  /** Ends the signaling connection as a bad network does, without a close frame. Media continues. */
  cutSocket(): void {
    for (const socket of this.#sockets) socket.close();
  }

  async leave(): Promise<void> {
    await this.session.disconnect();
  }
}
