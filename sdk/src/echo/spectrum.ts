/** What is read from the spectrum of one moment: levels in bands of hearing, and a narrow tone. Pure. */

/** Limits of the bands in Hz, about equally wide to the ear (mel scale), where speech differs. */
const edgesHz = [250, 350, 470, 610, 780, 980, 1_220, 1_510, 1_850, 2_250, 2_720, 3_270, 3_920];
export const bandCount = edgesHz.length - 1;
/** Quieter is silence. */
export const silenceDb = -80;
/** Narrow tones below are voices. */
const lowestToneHz = 400;
const highestHz = 8_000;
/** A tone has this share of all power above 250 Hz. */
const toneShare = 0.85;
/** How many bins a steady tone fills on each side of its own, because of the window of an AnalyserNode. */
const toneSpread = 3;

export interface Tone {
  hz: number;
  db: number;
}

export interface Moment {
  /** Level of each band in dB, not below `silenceDb`. */
  bands: Float32Array;
  /** Null: the sound is no narrow tone. */
  tone: Tone | null;
}

/** @param spectrum in dB, as `AnalyserNode.getFloatFrequencyData` gives it (W3C Web Audio API) */
export function readMoment(spectrum: Float32Array, hzPerBin: number): Moment {
  const [lowest = 0] = edgesHz;
  const first = Math.round(lowest / hzPerBin);
  const powers = new Float64Array(Math.min(spectrum.length, Math.round(highestHz / hzPerBin)));
  for (let bin = first; bin < powers.length; bin += 1) powers[bin] = 10 ** ((spectrum[bin] ?? -200) / 10);
  const bands = new Float32Array(bandCount);
  for (let band = 0; band < bandCount; band += 1) {
    const power = sum(
      powers,
      Math.round((edgesHz[band] ?? 0) / hzPerBin),
      Math.round((edgesHz[band + 1] ?? 0) / hzPerBin),
    );
    bands[band] = Math.max(silenceDb, toDb(power));
  }
  return { bands, tone: findTone(powers, first, hzPerBin) };
}

function findTone(powers: Float64Array, first: number, hzPerBin: number): Tone | null {
  let peak = first;
  for (let bin = first; bin < powers.length; bin += 1) if ((powers[bin] ?? 0) > (powers[peak] ?? 0)) peak = bin;
  const tone = sum(powers, peak - toneSpread, peak + toneSpread + 1);
  const isTone = peak * hzPerBin >= lowestToneHz && tone >= toneShare * sum(powers, first, powers.length);
  const db = toDb(tone);
  return isTone && db > silenceDb ? { hz: peak * hzPerBin, db } : null;
}

function sum(powers: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let bin = Math.max(0, from); bin < Math.min(to, powers.length); bin += 1) total += powers[bin] ?? 0;
  return total;
}

const toDb = (power: number): number => 10 * Math.log10(power + 1e-20);
