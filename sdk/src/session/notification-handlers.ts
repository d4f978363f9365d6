/**
 * What each notification does; its content is read here only. The type keeps the table complete: a notification without
 * a handler is a compile error.
 */
import type {
  NotificationMethod,
  NotificationParams,
  ReceivedSealedText,
  Snapshot,
} from '../../protocol/messages/messages.ts';
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import type { LinkNotificationMethod } from '../connection/signaling.ts';
import type { TextKind } from '../e2ee/texts/text-kinds.ts';
import type { SessionMedia } from '../media/session-media.ts';
import {
  withoutParticipant,
  withoutWaiting,
  withParticipant,
  withRoom,
  withSelf,
  withWaiting,
} from '../people/roster.ts';
import type { EncryptionControl } from './controls/encryption-control.ts';
import type { LiveSignals } from './live-signals.ts';
import type { Chat } from './session-chat.ts';
import type { People } from './session-people.ts';
import type { SessionEvents } from './types/session-events.ts';

/** Those that Signaling passes on. */
type PassedOn = Exclude<NotificationMethod, LinkNotificationMethod>;

export type NotificationHandlers = { [N in PassedOn]: (params: NotificationParams<N>) => void };

export interface NotificationTargets {
  media: SessionMedia;
  people: People;
  chat: Chat;
  encryption: EncryptionControl;
  signals: LiveSignals;
  emit: <Name extends keyof SessionEvents>(event: Name, ...args: SessionEvents[Name]) => void;
  /** Replaces the snapshot by what `change` returns. `reason` is the text of the host who caused it. */
  snapshotChanged(change: (before: Snapshot) => Snapshot, reason?: string): void;
  mutedByHost(source: TrackSource): void;
}

export function createNotificationHandlers(targets: NotificationTargets): NotificationHandlers {
  const { media, people, chat, encryption, signals, emit, snapshotChanged } = targets;
  /** A text that was received before is left out. */
  const tellText = (kind: TextKind, text: string, sealed: ReceivedSealedText | undefined, tell: TellText) => {
    if (!sealed) return encryption.setting === 'required' && text !== '' ? tell('', { unreadable: true }) : tell(text);
    void encryption.open(kind, sealed).then((opened) => {
      if (opened) tell(opened.text, ...(opened.unreadable ? [{ unreadable: true } as const] : []));
    });
  };
  const participantChanged = ({ participant }: NotificationParams<'participantJoined' | 'participantUpdated'>) =>
    snapshotChanged((before) => withParticipant(before, participant));
  const waitingChanged = ({ entry }: NotificationParams<'waitingAdded' | 'waitingUpdated'>) =>
    snapshotChanged((before) => withWaiting(before, entry));
  return {
    snapshotReplaced: ({ snapshot, reason }) => snapshotChanged(() => snapshot, reason),
    selfUpdated: ({ self }) => snapshotChanged((before) => withSelf(before, self)),
    roomUpdated: ({ room }) => snapshotChanged((before) => withRoom(before, room)),
    participantJoined: participantChanged,
    participantUpdated: participantChanged,
    participantLeft: ({ participantId }) => snapshotChanged((before) => withoutParticipant(before, participantId)),
    waitingAdded: waitingChanged,
    waitingUpdated: waitingChanged,
    waitingRemoved: ({ participantId, epoch }) =>
      snapshotChanged((before) => withoutWaiting(before, participantId, epoch)),

    messageToWaiting: ({ text, ...about }) => emit('messageToWaiting', text, about),
    askedToUnmute: ({ source }) => {
      if (source === 'microphone' || source === 'camera') emit('askedToUnmute', source);
    },
    chatReceived: ({ message }) => chat.handleReceived([message]),
    reactionReceived: ({ participantId, reaction }) => emit('reactionReceived', participantId, reaction),
    hostMessage: ({ kind, text, sealed }) =>
      tellText(kind === 'help' ? 'help-answer' : 'groups', text, sealed, (...read) =>
        emit('hostMessage', kind, ...read),
      ),
    helpClosed: () => emit('helpClosed'),
    previewText: ({ text, sealed }) => tellText('preview', text, sealed, (...read) => emit('previewText', ...read)),
    endWarning: ({ minutesLeft }) => emit('endWarning', minutesLeft),

    trackMuted: ({ trackId, source }) => {
      // A mute of a track that was closed meanwhile does not apply to the track that replaced it.
      if (media.handleMuted(source, trackId)) targets.mutedByHost(source);
    },
    wantedLayersChanged: (params) => media.handleWantedLayers(params),
    consumersAdded: ({ consumers }) => {
      // Without a cipher they would be shown as they come. All are offered again when there is one.
      if (encryption.mayShare) media.handleConsumersAdded(consumers);
    },
    consumerUpdated: (params) => {
      media.handleConsumerUpdated(params);
      people.handlePaused(params.consumerId, params.paused);
    },
    consumersClosed: ({ consumerIds }) => media.handleConsumersClosed(consumerIds),
    activeSpeakersChanged: ({ speakers }) => signals.handleSpeakers(speakers),
    connectionQualityChanged: ({ participants }) => signals.handleQualities(participants),
    mediaDegradationChanged: ({ degradation }) => signals.handleDegradation(degradation),
    mediaReset: () => media.handleReset(),
    keysReceived: (params) => encryption.part?.handleReceived(params),
    keysAcknowledged: (params) => encryption.part?.handleAcknowledged(params),
    keysRequested: (params) => encryption.part?.handleRequested(params),
  };
}

type TellText = (text: string, ...about: [{ unreadable: true }?]) => void;

type OneOf<N extends PassedOn> = { [M in N]: { method: M; params: NotificationParams<M> } }[N];

export function dispatch<N extends PassedOn>(handlers: NotificationHandlers, { method, params }: OneOf<N>): void {
  handlers[method](params);
}
