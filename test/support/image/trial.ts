/** What the steps share: the engine, the two images, and the running session. */

import type { Pair } from '../operations/pair.ts';
import type { Base } from './base.ts';
import { Engine } from './engine.ts';
import type { ImageServer } from './image-server.ts';

export interface TrialOptions {
  /** Whether to ask the registry for the base image that the Dockerfile names. */
  pull: boolean;
  /** `build`: the worker is compiled in the image, as for users; `cache`: this machine's cached worker is used. */
  worker: 'build' | 'cache';
  handleLine: (line: string) => void;
  afterwards: (cleanUp: () => unknown) => void;
}

interface Session {
  server: ImageServer;
  room: string;
  pair: Pair;
}

export class Trial {
  static readonly image = 'localhost/hearthroom-test';
  readonly options: TrialOptions;
  readonly engine: Engine;
  #base: Base | null = null;
  #session: Session | null = null;

  static async begin(options: TrialOptions): Promise<Trial> {
    return new Trial(options, await Engine.find());
  }

  private constructor(options: TrialOptions, engine: Engine) {
    this.options = options;
    this.engine = engine;
  }

  get base(): Base {
    if (this.#base === null) throw new Error('the image was not built');
    return this.#base;
  }

  keepBase(base: Base): void {
    this.#base = base;
  }

  get session(): Session {
    if (this.#session === null) throw new Error('there is no session');
    return this.#session;
  }

  keepSession(session: Session): void {
    this.#session = session;
  }
}
