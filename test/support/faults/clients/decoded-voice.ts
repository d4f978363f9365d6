/** Statistics of Chromium's decoder about the voices that it plays. */
import type { Person } from '../../browser/person.ts';

export interface DecodedVoice {
  samples: number;
  /** Samples concealed by the decoder, because their packet was missing at playout time. */
  concealedSamples: number;
  /** Packets received; NACKs sent for missing ones. */
  packets: number;
  nacks: number;
}

/** The sum over all audio this person has received so far. */
export async function decodedVoice(person: Person): Promise<DecodedVoice> {
  const total: DecodedVoice = { samples: 0, concealedSamples: 0, packets: 0, nacks: 0 };
  for (const { kind, samples, concealedSamples, packets, nacks } of await person.inbound()) {
    if (kind !== 'audio') continue;
    total.samples += samples;
    total.concealedSamples += concealedSamples;
    total.packets += packets;
    total.nacks += nacks;
  }
  return total;
}

/** The share of samples played between the two measurements that were concealed. NaN if none were played. */
export const concealedShare = (before: DecodedVoice, after: DecodedVoice): number =>
  (after.concealedSamples - before.concealedSamples) / (after.samples - before.samples);
