/** What the steps have in common: the engine, the two images, and the session that runs. */

import type { Pair } from '../operations/pair.ts';
import type { Base } from './base.ts';
import { Engine } from './engine.ts';
import type { ImageServer } from './image-server.ts';

export interface TrialOptions {
  /** Whether to ask the registry for the base that the Dockerfile names. */
  pull: boolean;
  /** `build`: compiled in the image, as for everybody; `cache`: this machine's, which the set-up has. */
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
