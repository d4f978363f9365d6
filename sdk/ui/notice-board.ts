import type { NoticeView } from './view.ts';

const shownMs = 9_000;

/** Short-lived notices: each goes by itself, a newer one with the same id takes its place. */
export class NoticeBoard {
  readonly #notices = new Map<string, { view: NoticeView; timer: ReturnType<typeof setTimeout> | undefined }>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get notices(): NoticeView[] {
    return [...this.#notices.values()].map(({ view }) => view);
  }

  show(id: string, text: string, kind: NoticeView['kind'] = 'calm'): void {
    this.hide(id);
    const view: NoticeView = { id, kind, text, dismiss: () => this.hide(id) };
    this.#notices.set(id, { view, timer: setTimeout(() => this.hide(id), shownMs) });
    this.#changed();
  }

  hide(id: string): void {
    const notice = this.#notices.get(id);
    if (!notice) return;
    clearTimeout(notice.timer);
    this.#notices.delete(id);
    this.#changed();
  }

  close(): void {
    for (const id of [...this.#notices.keys()]) this.hide(id);
  }
}
