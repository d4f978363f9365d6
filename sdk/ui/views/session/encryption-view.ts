/** Reads from a Session what people see of end-to-end encryption, and says it in sentences. Pure. */
import type { EncryptionProblem, RemoteParticipant, Session, WaitingParticipant } from '../../../src/index.ts';
import { namesText } from '../../texts/isolated-texts.ts';
import type { Texts } from '../../texts/texts.ts';
import type {
  CannotEncrypt,
  CodeView,
  EncryptionProblemView,
  EncryptionView,
  WaitingEncryption,
} from '../view-types.ts';

/** The parts of a Session that are read. */
export interface SessionForEncryption {
  encryption: Pick<
    Session['encryption'],
    'isSupported' | 'failure' | 'setting' | 'state' | 'unencrypted' | 'interruption'
  > & {
    readonly problems: ReadonlyMap<string, EncryptionProblem>;
  };
  place: Pick<Session['place'], 'kind'>;
  room: { circle?: 'closed' | 'open' } | null;
  localParticipant: { id: string; isHost: boolean };
  participants: ReadonlyMap<string, Pick<RemoteParticipant, 'id' | 'name' | 'encryption'>>;
  previewedParticipant: Pick<RemoteParticipant, 'id' | 'name'> | null;
}

/** What the interface knows in addition. */
export interface EncryptionMemory {
  /** The numbers as last computed; `computing`: they are not known yet. */
  code: readonly string[] | 'computing' | null;
  /** Whether a missing key has been missing for so long that it is not only being exchanged. */
  isLasting(id: string): boolean;
}

/** Null: this room does not encrypt, and nothing is shown. */
export function encryptionViewOf(session: SessionForEncryption, memory: EncryptionMemory): EncryptionView | null {
  const { encryption, localParticipant, place } = session;
  const { setting, state, unencrypted, problems, interruption, failure } = encryption;
  if (setting === 'off') return null;
  const nameOf = (id: string): string => personOf(session, id)?.name ?? '';
  return {
    state,
    isOfTwo: place.kind === 'preview' || place.kind === 'side-room',
    unencrypted: unencrypted.filter((id) => id !== localParticipant.id).map((id) => ({ id, name: nameOf(id) })),
    isOwn: unencrypted.includes(localParticipant.id),
    isFailed: failure !== null,
    isHost: localParticipant.isHost,
    problems: [...problems]
      .filter(([id, problem]) => problem !== 'key-missing' || memory.isLasting(id))
      .map(([id, problem]) => ({ id, name: nameOf(id), problem })),
    interruption,
    code: codeOf(session, memory),
  };
}

function personOf(session: SessionForEncryption, id: string): { name: string } | undefined {
  const { participants, previewedParticipant } = session;
  return participants.get(id) ?? (previewedParticipant?.id === id ? previewedParticipant : undefined);
}

function codeOf({ place, room, participants }: SessionForEncryption, { code }: EncryptionMemory): CodeView {
  if (place.kind === 'preview') return { state: 'talk' };
  if (room?.circle === 'closed') return { state: 'circle' };
  if (participants.size === 0) return { state: 'nobody' };
  if (code === null) return { state: 'missing' };
  return code === 'computing' ? { state: 'computing' } : { state: 'shown', groups: code };
}

/** The state in one word or two, as the mark shows it. */
export type MarkState = 'on' | 'off' | 'check';

export function markStateOf({ state, problems }: Pick<EncryptionView, 'state' | 'problems'>): MarkState {
  if (problems.some(({ problem }) => problem !== 'key-missing')) return 'check';
  return state === 'e2e' ? 'on' : 'off';
}

/** Why it is not encrypted, and when that is over. '': it is encrypted. */
export function whyNotEncrypted(
  view: Omit<EncryptionView, 'code' | 'problems' | 'isHost' | 'interruption'>,
  texts: Texts,
): string {
  const { encryption } = texts;
  const { state, unencrypted, isOwn, isFailed, isOfTwo } = view;
  if (state === 'e2e') return '';
  const known = unencrypted.filter(({ name }) => name !== '');
  const hidden = unencrypted.length - known.length;
  const names = namesText([...known, ...(hidden > 0 ? [{ name: encryption.somebody }] : [])], texts);
  if (isOwn && isFailed) return names === '' ? encryption.notStarted : encryption.notStartedToo(names);
  if (isOwn) return names === '' ? encryption.becauseOwn : encryption.becauseOwnToo(names);
  if (known.length === 0) return encryption.becauseUnknown;
  return isOfTwo ? encryption.becauseOther(names) : encryption.because(names, unencrypted.length);
}

/** What is wrong, and what this person can do about it. */
export function problemText(
  { name, problem }: Pick<EncryptionProblemView, 'name' | 'problem'>,
  isHost: boolean,
  { encryption }: Texts,
): string {
  return encryption[isHost ? 'problems' : 'problemsForOthers'][problem](name || encryption.somebody);
}

export function waitingEncryptionOf({
  encryption: { setting, isSupported, failure, state, interruption },
  previewedParticipant,
}: Pick<SessionForEncryption, 'encryption' | 'previewedParticipant'>): WaitingEncryption | null {
  if (setting === 'off') return null;
  if (previewedParticipant && interruption) return `talk-${interruption}`;
  if (previewedParticipant) return state === 'e2e' ? 'talk-on' : 'talk-off';
  if (isSupported) return setting;
  if (failure) return setting === 'required' ? 'not-started' : 'not-started-is-asked';
  return setting === 'required' ? 'cannot-enter' : 'is-asked';
}

export function waitingEncryptionText(
  of: WaitingEncryption,
  { encryption: { waiting, interruptions } }: Texts,
): string {
  switch (of) {
    case 'required':
      return waiting.required;
    case 'preferred':
      return waiting.preferred;
    case 'cannot-enter':
      return waiting.cannotEnter;
    case 'is-asked':
      return waiting.isAsked;
    case 'not-started':
      return waiting.notStarted;
    case 'not-started-is-asked':
      return waiting.notStartedIsAsked;
    case 'talk-on':
      return waiting.talkOn;
    case 'talk-off':
      return waiting.talkOff;
    case 'talk-restarting':
      return interruptions.restarting;
    case 'talk-ended':
      return interruptions.ended;
    case 'talk-refused':
      return interruptions.refused;
  }
}

/** Null: they can encrypt, or the room does not. The server decides in the end, by the same rule. */
export function cannotEncryptOf(
  { e2ee }: Pick<WaitingParticipant, 'e2ee'>,
  { encryption, participants }: Pick<SessionForEncryption, 'encryption' | 'participants'>,
): CannotEncrypt | null {
  const { setting, isSupported } = encryption;
  if (setting === 'off' || e2ee) return null;
  if (setting === 'required') return 'required';
  const hasEnded = !isSupported || [...participants.values()].some((one) => one.encryption === 'none');
  return hasEnded ? 'ended' : 'would-end';
}
