/**
 * Lengthens the jitter buffers of received voices while their path loses packets: a retransmitted packet arrives one
 * round trip later and is useful only if it is not too late to be played. Without loss the browser decides.
 */
import { usedPairOf } from '../wire/used-pair.ts';
import { JitterBufferTarget, type VoiceReception } from './jitter-buffer-target.ts';

/** The parts of mediasoup-client's Consumer that are needed. */
export interface ReceivedVoice {
  readonly kind: string;
  readonly rtpReceiver?: RTCRtpReceiver | undefined;
}

export interface VoiceBuffersOptions {
  /** The voices that are received now. */
  voices: () => Iterable<ReceivedVoice>;
  /** Statistics of the transport on which they arrive. */
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

  /** Another voice is received: it gets the same buffer as the others. */
  handleAdded(voice: ReceivedVoice): void {
    if (this.#state === 'closed' || !hasBuffer(voice)) return;
    apply(voice, this.#target.current);
    this.#timer ??= setInterval(() => void this.look(), lookIntervalMs);
  }

  /** Takes a sample of the statistics and adapts the buffers; called by a timer. */
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
      // Read again: voices may have been added meanwhile.
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
  // W3C WebRTC Extensions: a preferred value in milliseconds, null for the browser's own choice.
  if (rtpReceiver) Object.assign(rtpReceiver, { jitterBufferTarget: targetMs });
}

function readReception(report: RTCStatsReport): VoiceReception {
  const reception: VoiceReception = {
    packetsReceived: 0,
    packetsWithFec: 0,
    nacksSent: 0,
    samplesPlayed: 0,
    samplesConcealed: 0,
    roundTripMs: roundTripOf(report),
    jitterMs: 0,
  };
  for (const stats of report.values()) {
    if (stats.type === 'inbound-rtp' && stats.kind === 'audio') {
      reception.packetsReceived += stats.packetsReceived ?? 0;
      reception.packetsWithFec += stats.fecPacketsReceived ?? 0;
      reception.nacksSent += stats.nackCount ?? 0;
      reception.samplesPlayed += stats.totalSamplesReceived ?? 0;
      reception.samplesConcealed += (stats.concealedSamples ?? 0) - (stats.silentConcealedSamples ?? 0);
      reception.jitterMs = Math.max(reception.jitterMs, 1_000 * (stats.jitter ?? 0));
    }
  }
  return reception;
}

/** Of the candidate pair in use, in milliseconds. */
function roundTripOf(report: RTCStatsReport): number | null {
  const seconds = usedPairOf(report)?.currentRoundTripTime;
  return seconds === undefined ? null : 1_000 * seconds;
}
