import type { NoticeView } from '../views/view-types.ts';

const shownMs = 9_000;

interface Shown {
  view: NoticeView;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export interface NoticeBoardOptions {
  changed: () => void;
  /** Announces it to screen readers, in a log that stays longer than the notice. */
  announce: (notice: Pick<NoticeView, 'text' | 'isPublic'>) => void;
}

/** Notices of events. Most disappear by themselves; a newer one replaces an older one with the same id. */
export class NoticeBoard {
  readonly #notices = new Map<string, Shown>();
  readonly #options: NoticeBoardOptions;

  constructor(options: NoticeBoardOptions) {
    this.#options = options;
  }

  get notices(): NoticeView[] {
    return [...this.#notices.values()].map(({ view }) => view);
  }

  /**
   * Shows a notice that needs no action and disappears by itself.
   * @param isPublic it contains nothing for hosts only: it may be shown while this person shares their screen
   */
  show(id: string, text: string, kind: NoticeView['kind'] = 'calm', isPublic = false): void {
    this.#put({ id, kind, text, isPublic, hold: (held) => this.#hold(id, held) });
    this.#hold(id, false);
  }

  /** Shows a notice that stays until it is dismissed, so that nobody misses it. `silent`: it is not announced. */
  keep(notice: Pick<NoticeView, 'id' | 'kind' | 'text' | 'buttons' | 'isPublic' | 'silent'>): void {
    this.#put(notice);
  }

  #put(notice: NoticeView): void {
    const { id } = notice;
    this.hide(id);
    const view: NoticeView = { ...notice, isAnnounced: true, dismiss: () => this.hide(id) };
    this.#notices.set(id, { view, timer: undefined });
    if (!notice.silent) this.#options.announce(notice);
    this.#options.changed();
  }

  /** Stops the timer while the notice is held; afterwards it starts again from the beginning. */
  #hold(id: string, held: boolean): void {
    const notice = this.#notices.get(id);
    if (!notice) return;
    clearTimeout(notice.timer);
    notice.timer = held ? undefined : setTimeout(() => this.hide(id), shownMs);
  }

  hide(id: string): void {
    const notice = this.#notices.get(id);
    if (!notice) return;
    clearTimeout(notice.timer);
    this.#notices.delete(id);
    this.#options.changed();
  }

  close(): void {
    for (const id of [...this.#notices.keys()]) this.hide(id);
  }
}
