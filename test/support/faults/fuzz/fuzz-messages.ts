/** The fuzzer's messages: a mixture of valid, realistic, almost valid and broken ones that keeps sessions running. */
import { type Method, requests } from '@hearthroom/sdk/protocol';
import { opusAndVp8, opusParameters, vp8Parameters } from '../../media/rtp-packets.ts';
import type { Random } from '../seeded-random.ts';
import { Generator } from './generate.ts';
import type { Schema } from './schema.ts';

export interface Message {
  method: string;
  /** With placeholders instead of ids. */
  params: unknown;
  /** Sent as is, without an envelope. */
  text?: string;
}

const methods = Object.keys(requests).filter((name): name is Method => name in requests);
/** Methods that end a session or somebody's part in it: sent rarely. */
const endings: ReadonlySet<Method> = new Set(['leave', 'endRoom', 'remove', 'deny', 'putInWaitingRoom', 'lock']);
const media: readonly Method[] = [
  'publishTrack',
  'openMedia',
  'connectTransport',
  'resumeConsumers',
  'showVideos',
  'setPreferredLayers',
  'restartIce',
];

const brokenTexts = [
  '',
  '{',
  '[]',
  'null',
  '{"id":1}',
  '{"id":-1,"method":"ping"}',
  '{"id":1,"method":"ping","params":{},"more":1}',
  '{"id":1.5,"method":"ping"}',
  '{"id":1,"method":"fly","params":{}}',
  '\ufeff{}',
];

export class MessageSource {
  readonly #random: Random;
  readonly #generator: Generator;

  constructor(random: Random, seed: number) {
    this.#random = random;
    this.#generator = new Generator(random, seed);
  }

  next(): Message {
    const random = this.#random;
    if (random.chance(0.000_5)) return { method: '', params: {}, text: random.pick(brokenTexts) };
    const method = this.#method();
    const schema = schemaOf(method);
    const params = this.#params(method, schema);
    return { method, params: random.chance(0.25) ? this.#generator.spoil(params) : params };
  }

  #method(): Method {
    const random = this.#random;
    if (random.chance(0.5)) return random.pick(media);
    const method = random.pick(methods);
    return endings.has(method) && !random.chance(0.02) ? 'ping' : method;
  }

  #params(method: Method, schema: Schema): unknown {
    const model = this.#random.chance(0.6) ? this.#realistic(method) : null;
    if (model === null) return this.#generator.valid(schema);
    let params: unknown = model;
    for (let changes = this.#random.between(0, 3); changes > 0; changes -= 1)
      params = this.#generator.vary(schema, params);
    return params;
  }

  /** Parameters as a client would send them. */
  #realistic(method: Method): unknown {
    const random = this.#random;
    if (method === 'openMedia') return { rtpCapabilities: opusAndVp8 };
    if (method === 'connectTransport') {
      const bytes = Array.from({ length: 32 }, () => random.between(0, 255).toString(16).padStart(2, '0'));
      const fingerprints = [{ algorithm: 'sha-256', value: bytes.join(':').toUpperCase() }];
      return {
        transportId: `@transportId#${random.between(0, 9_999)}`,
        dtlsParameters: { role: 'client', fingerprints },
      };
    }
    if (method !== 'publishTrack') return null;
    const ssrc = random.between(1, 2 ** 32 - 1);
    return random.chance(0.5)
      ? { source: 'microphone', kind: 'audio', rtpParameters: opusParameters(ssrc), paused: random.chance(0.2) }
      : {
          source: random.pick(['camera', 'screen']),
          kind: 'video',
          rtpParameters: vp8Parameters(random.between(1, 3)),
        };
  }
}

/** A TypeBox schema is a JSON Schema. */
function schemaOf(method: Method): Schema {
  const schema: unknown = requests[method].params;
  return schema as Schema;
}
