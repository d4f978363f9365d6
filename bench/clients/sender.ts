/**
 * Sends encrypted packets on an absolute schedule. It sleeps in the kernel between packets: JavaScript timers have a
 * resolution of a millisecond and would send packets of different streams in bursts.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { nowMs } from './client-clock.ts';
import type { LightTransport } from './light-transport.ts';
import { PacketLog } from './packet-log.ts';
import type { SentReport } from './process-messages.ts';
import { dueMs, encryptStream, isSampled, randomStart, type StreamSpec, timestampOf } from './stream.ts';

/** The members of a transport that sending needs. */
export type SendingEnd = Pick<LightTransport, 'socket' | 'srtp'>;

interface Planned {
  dueMs: number;
  stream: number;
  transport: SendingEnd;
  packet: Buffer;
  timestamp: number;
  sequenceNumber: number;
  isSampled: boolean;
}

/** Meanwhile, connectivity checks and messages from the parent wait. */
const maxSleepMs = 20;
const turnEveryMs = 50;

export class Sender {
  readonly #plan: Planned[];
  readonly #streams: number;

  constructor(streams: StreamSpec[], transports: readonly SendingEnd[], seconds: number, sampleEvery: number) {
    this.#streams = streams.length;
    this.#plan = streams
      .flatMap((spec, index) => planStream(spec, index, transports, seconds, sampleEvery))
      .sort((one, other) => one.dueMs - other.dueMs);
  }

  /** Sends the part of the plan that is due between two times. @param startAtMs start of the plan */
  async send(startAtMs: number, fromMs: number, untilMs: number): Promise<SentReport> {
    const plan = this.#plan.filter((planned) => planned.dueMs >= fromMs && planned.dueMs < untilMs);
    const log = new PacketLog();
    const sentPerStream = new Array<number>(this.#streams).fill(0);
    const lateMs = new Float64Array(plan.length);
    let turnedAt = nowMs();
    for (const [index, planned] of plan.entries()) {
      const dueAt = startAtMs + planned.dueMs - fromMs;
      for (let now = nowMs(); now < dueAt; now = nowMs()) {
        if (now - turnedAt > turnEveryMs) {
          await turn();
          turnedAt = nowMs();
        } else sleep(Math.min(dueAt - now, maxSleepMs));
      }
      const sentAt = nowMs();
      planned.transport.socket.send(planned.packet);
      lateMs[index] = sentAt - dueAt;
      sentPerStream[planned.stream] = (sentPerStream[planned.stream] ?? 0) + 1;
      if (planned.isSampled) log.add(sentAt, planned.timestamp, planned.sequenceNumber, planned.stream);
      if (sentAt - turnedAt > turnEveryMs * 4) {
        // Behind schedule, but connectivity checks must still be answered.
        await turn();
        turnedAt = nowMs();
      }
    }
    return { packets: log.toColumns(), sentPerStream, lateMs };
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

function sleep(ms: number): void {
  Atomics.wait(sleeper, 0, 0, ms);
}

function planStream(
  spec: StreamSpec,
  stream: number,
  transports: readonly SendingEnd[],
  seconds: number,
  sampleEvery: number,
): Planned[] {
  const transport = transports[spec.end];
  if (!transport) throw new Error(`There is no transport ${spec.end}`);
  const start = randomStart(spec.kind, stream + 1);
  return encryptStream(spec, start, seconds, transport.srtp).map((packet, index) => {
    const timestamp = timestampOf(spec.kind, start, index);
    return {
      dueMs: dueMs(spec.kind, start, index),
      stream,
      transport,
      packet,
      timestamp,
      sequenceNumber: (start.sequenceNumber + index) & 0xffff,
      isSampled: isSampled(spec.kind, timestamp, sampleEvery),
    };
  });
}
