type Listener<Arguments extends unknown[]> = (...args: Arguments) => void;

/** Typed events. `Events` maps a name to the arguments of its listeners. */
export class Emitter<Events extends { [Name in keyof Events]: unknown[] }> {
  readonly #listeners: { [Name in keyof Events]?: Set<Listener<Events[Name]>> } = {};

  /** @returns a function that takes the listener off again */
  on<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners[event] ?? new Set<Listener<Events[Name]>>();
    this.#listeners[event] = listeners;
    listeners.add(listener);
    return () => this.off(event, listener);
  }

  /** @returns a function that takes the listener off before its time */
  once<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): () => void {
    const off = this.on(event, (...args) => {
      off();
      listener(...args);
    });
    return off;
  }

  off<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): void {
    this.#listeners[event]?.delete(listener);
  }

  /** A listener that throws harms nobody else: its error surfaces as an uncaught one, in a task of its own. */
  protected emit<Name extends keyof Events>(event: Name, ...args: Events[Name]): void {
    for (const listener of [...(this.#listeners[event] ?? [])]) {
      try {
        listener(...args);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
