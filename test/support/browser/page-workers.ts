/** Runs in the browser: the workers of the page, and the secrets of media that they were given. */

/** A secret that frames of this sender can be decrypted with; `from` is null for the page's own. */
export interface GivenSecret {
  from: string | null;
  keyEpoch: number;
  secret: number[];
  /** `Date.now()` when the worker was given it. */
  at: number;
}

const workers: Worker[] = [];
const secrets: GivenSecret[] = [];

const NativeWorker = globalThis.Worker;
globalThis.Worker = class extends NativeWorker {
  constructor(address: string | URL, options?: WorkerOptions) {
    super(address, options);
    workers.push(this);
    const post = this.postMessage.bind(this);
    this.postMessage = (message: unknown, more?: StructuredSerializeOptions | Transferable[]) => {
      note(message);
      const pass = () => post(message, Array.isArray(more) ? { transfer: more } : more);
      if (isHeld(message)) held.push(pass);
      else pass();
    };
  }
};

/** Types of messages that no worker gets for now, and those that came. */
const heldTypes = new Set<string>();
const held: (() => void)[] = [];

const isHeld = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && heldTypes.has(String(message.type));

/** Keeps own secrets (`use`) or those of others (`add`) from the workers until `releaseSecrets`. */
export function holdSecrets(type: 'use' | 'add'): void {
  heldTypes.add(type);
}

export function releaseSecrets(): void {
  heldTypes.clear();
  for (const pass of held.splice(0)) pass();
}

/** The messages of worker-messages.ts that contain secrets. */
function note(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('secret' in message) || !('keyEpoch' in message)) return;
  const { secret, keyEpoch } = message;
  if (!(secret instanceof Uint8Array) || typeof keyEpoch !== 'number') return;
  const from = 'from' in message && typeof message.from === 'string' ? message.from : null;
  secrets.push({ from, keyEpoch, secret: [...secret], at: Date.now() });
}

/** All that were ever given; the workers have forgotten some of them. */
export const givenSecrets = (): GivenSecret[] => secrets;

export function endWorkers(): void {
  for (const worker of workers.splice(0)) worker.terminate();
}
