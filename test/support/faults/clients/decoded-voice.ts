/** What Chromium's decoder says of the voices that it plays. */
import type { Person } from '../../browser/person.ts';

export interface DecodedVoice {
  samples: number;
  /** Made up by the decoder, since their packet wasn't there when they were to be played. */
  concealedSamples: number;
  /** Packets that came; times at which missing ones were asked for again. */
  packets: number;
  nacks: number;
}

/** Of everything that this person has heard so far. */
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

/** The share of what was played between the two that was made up. NaN when nothing was played. */
export const concealedShare = (before: DecodedVoice, after: DecodedVoice): number =>
  (after.concealedSamples - before.concealedSamples) / (after.samples - before.samples);
