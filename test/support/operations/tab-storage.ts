/** The session storage of one participant's browser tab. */
import type { SessionOptions } from '@hearthroom/sdk';

type Storage = NonNullable<NonNullable<SessionOptions['environment']>['storage']>;

export class TabStorage implements Storage {
  readonly #items: Map<string, string>;

  constructor(items: Iterable<[string, string]> = []) {
    this.#items = new Map(items);
  }

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }

  /** A copy of its current content. */
  copy(): TabStorage {
    return new TabStorage(this.#items);
  }
}
