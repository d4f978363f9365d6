/**
 * The only place that decides what is shown on a host's page while everybody may see the host's screen. Every view
 * passes through here, and sentences about people are made with the texts from here; pages, panels, notices and titles
 * need not know about it.
 */
import type { Texts } from '../texts/texts.ts';
import type {
  CallView,
  ChatView,
  EncryptionView,
  HostView,
  MaskState,
  NameView,
  PersonView,
  PlaceView,
} from './view-types.ts';

export interface ScreenMaskOptions {
  session: {
    readonly localParticipant: {
      readonly isHost: boolean;
      isStarting(source: 'screen'): boolean;
      track(source: 'screen'): { readonly muted: boolean } | null;
    };
  };
  changed: () => void;
  /** Called when what was written into the page before must be removed. */
  masked: () => void;
}

/** Whether the mask is on. */
export class ScreenMask {
  readonly #options: ScreenMaskOptions;
  /** The track of the share during which the host asked to see everything. */
  #shownDuring: object | null = null;
  #known: MaskState = 'none';

  constructor(options: ScreenMaskOptions) {
    this.#options = options;
  }

  get state(): MaskState {
    const { localParticipant } = this.#options.session;
    const track = localParticipant.track('screen');
    // Also while the track is interrupted (for example a minimised window): it resumes without an action of the person.
    const isSharing = localParticipant.isStarting('screen') || (track !== null && !track.muted);
    if (!localParticipant.isHost || !isSharing) return 'none';
    return track !== null && track === this.#shownDuring ? 'shown' : 'masked';
  }

  get isOn(): boolean {
    return this.state === 'masked';
  }

  /** Applies until the end of this share. */
  setShown(shown: boolean): void {
    this.#shownDuring = shown ? this.#options.session.localParticipant.track('screen') : null;
    this.update();
    this.#options.changed();
  }

  /** Call it whenever a local track has changed. */
  update(): void {
    const { state } = this;
    if (state === 'masked' && this.#known !== 'masked') this.#options.masked();
    this.#known = state;
  }
}

type View = Omit<CallView, 'notices'>;

/**
 * The parts of a host's view that everybody may see: counts stay, names become “Somebody”, texts to hosts are removed.
 */
export function maskView(view: View, texts: Texts): View {
  const { host } = view;
  if (!host) return view;
  const { somebody } = texts.mask;
  const isKnownToAll = (person: PersonView): boolean =>
    person.isSelf ||
    (view.people.some(({ id }) => id === person.id) && !(host.circleClosed && person.role === 'client'));
  const maskPerson = (person: PersonView): PersonView =>
    isKnownToAll(person)
      ? { ...person, label: null, where: '' }
      : { ...person, label: null, where: '', name: somebody, camera: null, screen: null };
  return {
    ...view,
    people: view.people.map(maskPerson),
    shown: view.shown.map(maskPerson),
    alone: null,
    place: maskPlace(view.place, host.circleClosed, somebody),
    chat: view.chat && maskChat(view.chat, host.circleClosed),
    host: maskHost(host, somebody),
    encryption:
      view.encryption &&
      maskEncryption(view.encryption, (id) => view.people.some((one) => one.id === id && isKnownToAll(one))),
  };
}

/** Names of people whom the group does not see yet are left out. */
function maskEncryption(view: EncryptionView, isKnown: (id: string) => boolean): EncryptionView {
  const mask = <T extends NameView>(list: readonly T[]): T[] =>
    list.map((one) => (isKnown(one.id) ? one : { ...one, name: '' }));
  return { ...view, unencrypted: mask(view.unencrypted), problems: mask(view.problems) };
}

/** Lists every member, so that for a new one somebody has to decide whether it is masked. */
function maskHost(host: HostView, somebody: string): HostView {
  const unnamed = <T extends NameView>(list: readonly T[]): T[] => list.map((one) => ({ ...one, name: somebody }));
  return {
    departures: unnamed(host.departures),
    waiting: unnamed(host.waiting).map((entry) => ({ ...entry, label: null })),
    observers: unnamed(host.observers),
    canModerate: host.canModerate,
    canEnd: host.canEnd,
    canExtend: host.canExtend,
    therapistAway: host.therapistAway && { ...host.therapistAway, name: somebody },
    sound: host.sound,
    help: unnamed(host.help).map(({ takenBy, ...request }) => ({
      ...request,
      note: '',
      unreadable: false,
      askedByOther: false,
      takenBy: takenBy && { ...takenBy, name: somebody },
    })),
    hands: unnamed(host.hands),
    circleClosed: host.circleClosed,
    goRound: host.goRound && {
      ...host.goRound,
      order: unnamed(host.goRound.order),
      missed: unnamed(host.goRound.missed),
    },
    extensionUndo: host.extensionUndo,
    turnUndo: host.turnUndo && { ...host.turnUndo, name: somebody },
    breakout: host.breakout && {
      ...host.breakout,
      groups: host.breakout.groups.map((group) => ({
        ...group,
        name: '',
        members: unnamed(group.members).map((member) => ({ ...member, label: null })),
      })),
    },
    // The panel that shows it is hidden.
    checkIn: host.checkIn && { question: null, people: [] },
  };
}

/** The other person in a preview waits, and the texts in it are private. */
function maskPlace(place: PlaceView, circleClosed: boolean, somebody: string): PlaceView {
  if (place.kind === 'preview') return { ...place, name: somebody, lines: [] };
  return place.kind === 'side-room' && circleClosed ? { ...place, name: somebody } : place;
}

/**
 * Only messages to everybody. While the circle is closed, what clients write to the group reaches only the hosts, so it
 * is masked too.
 */
function maskChat(chat: ChatView, circleClosed: boolean): ChatView {
  const lines = chat.lines.filter(({ to, isOwn }) => to === 'group' && (isOwn || !circleClosed));
  return {
    ...chat,
    lines,
    recipients: chat.recipients.filter(({ to }) => to === 'group'),
    masked: true,
    hidden: chat.lines.length - lines.length,
  };
}

const known = new WeakMap<Texts, Texts>();

/** The same table; announcements to hosts contain no names, and texts written to them are not announced. */
export function maskTexts(texts: Texts): Texts {
  const existing = known.get(texts);
  if (existing) return existing;
  const announce = { ...unnamedTexts(texts.announce, texts.mask.somebody), line: () => '' };
  const masked = { ...texts, announce };
  known.set(texts, masked);
  return masked;
}

/** Replaces every name that is inserted into these texts. */
function unnamedTexts<T extends object>(section: T, somebody: string): T {
  const unnamed = (entry: unknown): unknown =>
    typeof entry === 'function'
      ? (...args: unknown[]): unknown => entry(...args.map((arg) => (typeof arg === 'string' ? somebody : arg)))
      : entry;
  return Object.fromEntries(Object.entries(section).map(([name, entry]) => [name, unnamed(entry)])) as T;
}
