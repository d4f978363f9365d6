/**
 * Lengthens the jitter buffers of received voices while their line loses packets: a packet that is sent again comes a round trip later,
 * and is of use only if it isn't too late to be played. On a line that loses nothing they stay as short as the browser makes them.
 */
import { JitterBufferTarget, type VoiceReception } from './jitter-buffer-target.ts';

/** What is needed of a consumer of mediasoup-client. */
export interface ReceivedVoice {
  readonly kind: string;
  readonly rtpReceiver?: RTCRtpReceiver | undefined;
}

export interface VoiceBuffersOptions {
  /** Those that are received now. */
  voices: () => Iterable<ReceivedVoice>;
  /** Of the transport that they come on. */
  getStats: () => Promise<RTCStatsReport>;
}

const lookIntervalMs = 1_000;

export class VoiceBuffers {
  readonly #options: VoiceBuffersOptions;
  readonly #target = new JitterBufferTarget();
  #timer: ReturnType<typeof setInterval> | undefined;
  #state: 'idle' | 'looking' | 'closed' = 'idle';

  constructor(options: VoiceBuffersOptions) {
    this.#options = options;
  }

  /** Another voice is received: it gets the buffer of the others. */
  handleAdded(voice: ReceivedVoice): void {
    if (this.#state === 'closed' || !hasBuffer(voice)) return;
    apply(voice, this.#target.current);
    this.#timer ??= setInterval(() => void this.look(), lookIntervalMs);
  }

  /** Judges the line anew; called by the clock. */
  async look(): Promise<void> {
    if (this.#state !== 'idle') return;
    if (this.#voices().length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#state = 'looking';
    try {
      const before = this.#target.current;
      const target = this.#target.see(readReception(await this.#options.getStats()));
      // Read anew: voices may have been added meanwhile.
      if (target !== before) for (const voice of this.#voices()) apply(voice, target);
    } catch {
      // The connection was closed meanwhile.
    } finally {
      if (this.#state === 'looking') this.#state = 'idle';
    }
  }

  close(): void {
    this.#state = 'closed';
    clearInterval(this.#timer);
  }

  #voices(): ReceivedVoice[] {
    return [...this.#options.voices()].filter(hasBuffer);
  }
}

function hasBuffer({ kind, rtpReceiver }: ReceivedVoice): boolean {
  return kind === 'audio' && rtpReceiver !== undefined && 'jitterBufferTarget' in rtpReceiver;
}

function apply({ rtpReceiver }: ReceivedVoice, targetMs: number | null): void {
  // W3C, WebRTC extensions: a wish in milliseconds, null for the browser's own choice.
  if (rtpReceiver) Object.assign(rtpReceiver, { jitterBufferTarget: targetMs });
}

function readReception(report: RTCStatsReport): VoiceReception {
  const reception: VoiceReception = {
    packetsReceived: 0,
    nacksSent: 0,
    samplesPlayed: 0,
    samplesConcealed: 0,
    roundTripMs: roundTripOf(report),
    jitterMs: 0,
  };
  for (const stats of report.values()) {
    if (stats.type === 'inbound-rtp' && stats.kind === 'audio') {
      reception.packetsReceived += stats.packetsReceived ?? 0;
      reception.nacksSent += stats.nackCount ?? 0;
      reception.samplesPlayed += stats.totalSamplesReceived ?? 0;
      reception.samplesConcealed += (stats.concealedSamples ?? 0) - (stats.silentConcealedSamples ?? 0);
      reception.jitterMs = Math.max(reception.jitterMs, 1_000 * (stats.jitter ?? 0));
    }
  }
  return reception;
}

/** Of the pair in use. After an ICE restart the report still has the nominated pair of before. */
function roundTripOf(report: RTCStatsReport): number | null {
  const all = [...report.values()];
  const selectedId = all.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const isUsed = (stats: RTCIceCandidatePairStats) =>
    selectedId === undefined ? stats.nominated && stats.state === 'succeeded' : stats.id === selectedId;
  const pair = all.find((stats) => stats.type === 'candidate-pair' && isUsed(stats));
  return pair?.currentRoundTripTime === undefined ? null : 1_000 * pair.currentRoundTripTime;
}
