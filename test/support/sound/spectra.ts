/** Spectra as an AnalyserNode without smoothing gives them (W3C Web Audio API), every 20 milliseconds. */
import { rateHz, type Samples } from './sound-samples.ts';

const size = 512;
export const hzPerBin = rateHz / size;
const hop = rateHz / 50;

const blackman = Float64Array.from(
  { length: size },
  (_, index) => 0.42 - 0.5 * Math.cos((2 * Math.PI * index) / size) + 0.08 * Math.cos((4 * Math.PI * index) / size),
);

/** @returns in dB, by bin */
export function spectraOf(samples: Samples): Float32Array[] {
  const spectra: Float32Array[] = [];
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  for (let at = 0; at + size <= samples.length; at += hop) {
    for (let index = 0; index < size; index += 1) real[index] = (samples[at + index] ?? 0) * (blackman[index] ?? 0);
    imaginary.fill(0);
    transform(real, imaginary);
    const spectrum = new Float32Array(size / 2);
    for (let bin = 0; bin < spectrum.length; bin += 1) {
      const power = (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
      spectrum[bin] = 10 * Math.log10(power / size ** 2 + 1e-24);
    }
    spectra.push(spectrum);
  }
  return spectra;
}

const cosines = Float64Array.from({ length: size }, (_, index) => Math.cos((2 * Math.PI * index) / size));
const sines = Float64Array.from({ length: size }, (_, index) => -Math.sin((2 * Math.PI * index) / size));

/** Fast Fourier transform in place (Cooley and Tukey). */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const { length } = real;
  for (let index = 1, other = 0; index < length; index += 1) {
    let bit = length >> 1;
    for (; other & bit; bit >>= 1) other ^= bit;
    other ^= bit;
    if (index < other)
      for (const part of [real, imaginary]) [part[index], part[other]] = [part[other] ?? 0, part[index] ?? 0];
  }
  for (let span = 2; span <= length; span *= 2)
    for (let start = 0; start < length; start += span)
      for (let index = 0; index < span / 2; index += 1) {
        const cos = cosines[(index * size) / span] ?? 0;
        const sin = sines[(index * size) / span] ?? 0;
        const one = start + index;
        const two = one + span / 2;
        const turnedReal = (real[two] ?? 0) * cos - (imaginary[two] ?? 0) * sin;
        const turnedImaginary = (real[two] ?? 0) * sin + (imaginary[two] ?? 0) * cos;
        real[two] = (real[one] ?? 0) - turnedReal;
        imaginary[two] = (imaginary[one] ?? 0) - turnedImaginary;
        real[one] = (real[one] ?? 0) + turnedReal;
        imaginary[one] = (imaginary[one] ?? 0) + turnedImaginary;
      }
}
