import type { NoticeView } from './view.ts';

const shownMs = 9_000;

/** Notices of what happened: most go by themselves, a newer one with the same id takes the place of the older. */
export class NoticeBoard {
  readonly #notices = new Map<string, { view: NoticeView; timer: ReturnType<typeof setTimeout> | undefined }>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get notices(): NoticeView[] {
    return [...this.#notices.values()].map(({ view }) => view);
  }

  /** @param isPublic nothing in it is for hosts alone: it may be shown while the own screen is shared */
  show(id: string, text: string, kind: NoticeView['kind'] = 'calm', isPublic = false): void {
    this.#put(
      { id, kind, text, isPublic },
      setTimeout(() => this.hide(id), shownMs),
    );
  }

  /** Stays until it is dismissed: words that nobody may miss. */
  keep(notice: Pick<NoticeView, 'id' | 'kind' | 'text' | 'buttons' | 'isPublic'>): void {
    this.#put(notice, undefined);
  }

  #put(notice: NoticeView, timer: ReturnType<typeof setTimeout> | undefined): void {
    const { id } = notice;
    this.hide(id);
    this.#notices.set(id, { view: { ...notice, dismiss: () => this.hide(id) }, timer });
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
