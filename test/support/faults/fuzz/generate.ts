/**
 * Generates values that match a schema, and values that almost do. Ids are placeholders (`@trackId#7`), replaced when
 * sent.
 */
import { shownTextPattern } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import type { Random } from '../seeded-random.ts';
import { isObject, type Schema } from './schema.ts';

/** Names that satisfy the rule for names, from which no samples can be generated. */
const shownTexts = ['Anna', 'محمد', '👩‍👧', 'therapie–ü '.repeat(12)];

/** Properties that hold ids made by the server. Their value is mostly an id that exists somewhere. */
const idNames: ReadonlySet<string> = new Set([
  'participantId',
  'transportId',
  'trackId',
  'consumerId',
  'consumerIds',
  'epoch',
  'token',
  'resumeSecret',
]);

const oddTexts = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '🙂'.repeat(40),
  '__proto__',
  'constructor',
  '‮',
  '../..',
  "' OR 1=1 --",
  '%s%n',
];
const oddNumbers = [-1, 0, 0.5, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 63), 1e308];
const knownTexts: Readonly<Record<string, readonly string[]>> = {
  mimeType: [
    'audio/opus',
    'video/VP8',
    'video/H264',
    'video/rtx',
    'audio/PCMU',
    'video/AV1',
    'audio/telephone-event',
    'video/vp8',
  ],
  uri: [
    'urn:ietf:params:rtp-hdrext:sdes:mid',
    'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
    'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
    'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  ],
  type: ['nack', 'ccm', 'goog-remb', 'transport-cc'],
  parameter: ['pli', 'fir', ''],
  scalabilityMode: ['L1T1', 'L1T3', 'L3T3', 'S3T3', 'L3T3_KEY'],
};
const samplesPerPattern = 200;

export class Generator {
  readonly #random: Random;
  readonly #seed: number;
  readonly #samples = new Map<string, string[]>();

  constructor(random: Random, seed: number) {
    this.#random = random;
    this.#seed = seed;
  }

  /** A valid value. @param name the property it is for, which decides which ids are used */
  valid(schema: Schema, name = ''): unknown {
    const random = this.#random;
    if (idNames.has(name) && schema.type !== 'array') return `@${name}#${random.between(0, 9_999)}`;
    if ('const' in schema) return schema.const;
    if (schema.enum) return random.pick(schema.enum);
    if (schema.anyOf) return this.valid(random.pick(schema.anyOf), name);
    switch (schema.type) {
      case 'object':
        return schema.patternProperties ? this.#record(schema) : this.#object(schema);
      case 'array':
        return this.#array(schema, name);
      case 'string':
        return this.#text(schema, name);
      case 'boolean':
        return random.chance(0.5);
      case 'integer':
      case 'number':
        return this.#number(schema);
      default:
        return null;
    }
  }

  /** The same value with one part generated anew: still valid, and close to what a client sends. */
  vary(schema: Schema, value: unknown, name = ''): unknown {
    if (isObject(value) && schema.properties) {
      const names = Object.keys(schema.properties);
      const picked = this.#random.pick(names);
      const part = schema.properties[picked];
      if (!part) return value;
      const varied = value[picked] === undefined ? this.valid(part, picked) : this.vary(part, value[picked], picked);
      return { ...value, [picked]: varied };
    }
    if (Array.isArray(value) && schema.items && value.length > 0 && this.#random.chance(0.8)) {
      const index = this.#random.between(0, value.length - 1);
      return value.with(index, this.vary(schema.items, value[index], name));
    }
    return this.valid(schema, name);
  }

  /** The same value with one error. */
  spoil(value: unknown): unknown {
    const random = this.#random;
    if (isObject(value) && Object.keys(value).length > 0 && random.chance(0.8)) {
      const picked = random.pick(Object.keys(value));
      if (random.chance(0.15)) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== picked));
      if (random.chance(0.15)) return { ...value, [random.pick(['extra', '__proto__x', 'toString'])]: this.#odd() };
      return { ...value, [picked]: this.spoil(value[picked]) };
    }
    if (Array.isArray(value) && value.length > 0 && random.chance(0.8)) {
      const index = random.between(0, value.length - 1);
      if (random.chance(0.2)) return [...value, value[index]];
      return value.with(index, this.spoil(value[index]));
    }
    return this.#odd();
  }

  #odd(): unknown {
    const { chance, pick } = {
      chance: (p: number) => this.#random.chance(p),
      pick: <T>(c: readonly T[]) => this.#random.pick(c),
    };
    if (chance(0.3)) return pick(oddTexts);
    if (chance(0.4)) return pick(oddNumbers);
    return pick<unknown>([null, true, false, [], {}, [[]], { a: { b: {} } }, 'x'.repeat(300)]);
  }

  #object({ properties = {}, required = [] }: Schema): Record<string, unknown> {
    const members = Object.entries(properties).filter(([name]) => required.includes(name) || this.#random.chance(0.5));
    return Object.fromEntries(members.map(([name, part]) => [name, this.valid(part, name)]));
  }

  #record({ patternProperties = {}, maxProperties = 8 }: Schema): Record<string, unknown> {
    const [[pattern, part] = ['', {}]] = Object.entries(patternProperties);
    const count = this.#random.between(0, Math.min(maxProperties, 4));
    const names = ['apt', 'profile-level-id', 'packetization-mode', 'useinbandfec', 'usedtx', this.#matching(pattern)];
    return Object.fromEntries(Array.from({ length: count }, () => [this.#random.pick(names), this.valid(part)]));
  }

  #array({ items = {}, minItems = 0, maxItems = 8 }: Schema, name: string): unknown[] {
    // Mostly short; sometimes up to the maximum.
    const most = this.#random.chance(0.02) ? maxItems : Math.min(maxItems, minItems + 3);
    const one = name === 'consumerIds' ? 'consumerId' : name;
    return Array.from({ length: this.#random.between(minItems, most) }, () => this.valid(items, one));
  }

  #text({ pattern, minLength = 0, maxLength = 100 }: Schema, name: string): string {
    const known = knownTexts[name];
    if (known && this.#random.chance(0.8)) return this.#random.pick(known);
    if (pattern === shownTextPattern) return this.#random.pick(shownTexts).slice(0, maxLength);
    if (pattern !== undefined) return this.#matching(pattern).slice(0, maxLength);
    const odd = oddTexts.filter((text) => text.length >= minLength && text.length <= maxLength);
    if (this.#random.chance(0.2) && odd.length > 0) return this.#random.pick(odd);
    const length = this.#random.chance(0.05)
      ? maxLength
      : this.#random.between(minLength, Math.min(maxLength, minLength + 12));
    return 'therapie–ü '.repeat(Math.ceil(length / 11)).slice(0, length);
  }

  #matching(pattern: string): string {
    const samples =
      this.#samples.get(pattern) ??
      fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: samplesPerPattern, seed: this.#seed });
    this.#samples.set(pattern, samples);
    return this.#random.pick(samples);
  }

  #number({ type, minimum = -(2 ** 31), maximum = 2 ** 32 }: Schema): number {
    if (this.#random.chance(0.2)) return this.#random.pick([minimum, maximum]);
    const narrow = this.#random.chance(0.5) ? Math.min(maximum, minimum + 200) : maximum;
    return type === 'integer'
      ? this.#random.between(Math.ceil(minimum), Math.floor(narrow))
      : minimum + this.#random.next() * (narrow - minimum);
  }
}
