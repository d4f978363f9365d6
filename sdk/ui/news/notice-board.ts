import type { NoticeView } from '../views/view-types.ts';

const shownMs = 9_000;

interface Shown {
  view: NoticeView;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export interface NoticeBoardOptions {
  changed: () => void;
  /** Says it to a screen reader, in a log that outlasts the notice. */
  announce: (notice: Pick<NoticeView, 'text' | 'isPublic'>) => void;
}

/** Notices of what happened: most go by themselves, a newer one with the same id takes the place of the older. */
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
   * For what needs nothing to be done.
   * @param isPublic nothing in it is for hosts alone: it may be shown while the own screen is shared
   */
  show(id: string, text: string, kind: NoticeView['kind'] = 'calm', isPublic = false): void {
    this.#put({ id, kind, text, isPublic, hold: (held) => this.#hold(id, held) });
    this.#hold(id, false);
  }

  /** Stays until it is dismissed: words that nobody may miss. */
  keep(notice: Pick<NoticeView, 'id' | 'kind' | 'text' | 'buttons' | 'isPublic'>): void {
    this.#put(notice);
  }

  #put(notice: NoticeView): void {
    const { id } = notice;
    this.hide(id);
    const view: NoticeView = { ...notice, isAnnounced: true, dismiss: () => this.hide(id) };
    this.#notices.set(id, { view, timer: undefined });
    this.#options.announce(notice);
    this.#options.changed();
  }

  /** Let go of, it has its whole time again. */
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
