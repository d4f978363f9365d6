/** Statistics of Chromium's decoder about the voices that it plays. */
import type { Person } from '../../browser/person.ts';

export interface DecodedVoice {
  samples: number;
  /** Samples concealed by the decoder, because their packet was missing at playout time. */
  concealedSamples: number;
  /** Packets received; NACKs sent for missing ones. */
  packets: number;
  nacks: number;
  /** Packets that contain a copy of the one before, in-band FEC of Opus (RFC 6716, 2.1.7). */
  corrected: number;
}

/** The sum over all audio this person has received so far. */
export async function decodedVoice(person: Person): Promise<DecodedVoice> {
  const total: DecodedVoice = { samples: 0, concealedSamples: 0, packets: 0, nacks: 0, corrected: 0 };
  for (const { kind, samples, concealedSamples, packets, nacks, corrected } of await person.inbound()) {
    if (kind !== 'audio') continue;
    total.samples += samples;
    total.concealedSamples += concealedSamples;
    total.packets += packets;
    total.nacks += nacks;
    total.corrected += corrected;
  }
  return total;
}

/** The share of samples played between the two measurements that were concealed. NaN if none were played. */
export const concealedShare = (before: DecodedVoice, after: DecodedVoice): number =>
  (after.concealedSamples - before.concealedSamples) / (after.samples - before.samples);
