/**
 * What each notification does. The type keeps the table complete: a notification without a handler is a compile error.
 */
import type { Notification, NotificationMethod, NotificationParams } from '../protocol/messages/messages.ts';
import type { TrackSource } from '../protocol/schemas/room-schemas.ts';
import type { LiveSignals } from './live-signals.ts';
import type { SessionMedia } from './media/session-media.ts';
import type { Chat } from './session-chat.ts';
import type { People } from './session-people.ts';
import type { SessionEvents } from './session-types.ts';

export type NotificationHandlers = { [N in NotificationMethod]: (params: NotificationParams<N>) => void };

export interface NotificationTargets {
  media: SessionMedia;
  people: People;
  chat: Chat;
  signals: LiveSignals;
  emit: <Name extends keyof SessionEvents>(event: Name, ...args: SessionEvents[Name]) => void;
  /** Called with notifications that change the snapshot. */
  rosterChanged(notification: Notification): void;
  mutedByHost(source: TrackSource): void;
}

export function createNotificationHandlers(targets: NotificationTargets): NotificationHandlers {
  const { media, people, chat, signals, emit } = targets;
  return {
    // Signaling has handled it already.
    hello: () => {},
    clockStepped: () => {},
    snapshotReplaced: (params) => targets.rosterChanged({ method: 'snapshotReplaced', params }),
    selfUpdated: (params) => targets.rosterChanged({ method: 'selfUpdated', params }),
    roomUpdated: (params) => targets.rosterChanged({ method: 'roomUpdated', params }),
    participantJoined: (params) => targets.rosterChanged({ method: 'participantJoined', params }),
    participantUpdated: (params) => targets.rosterChanged({ method: 'participantUpdated', params }),
    participantLeft: (params) => targets.rosterChanged({ method: 'participantLeft', params }),
    waitingAdded: (params) => targets.rosterChanged({ method: 'waitingAdded', params }),
    waitingUpdated: (params) => targets.rosterChanged({ method: 'waitingUpdated', params }),
    waitingRemoved: (params) => targets.rosterChanged({ method: 'waitingRemoved', params }),

    messageToWaiting: ({ text, ...about }) => emit('messageToWaiting', text, about),
    askedToUnmute: ({ source }) => {
      if (source !== 'screen') emit('askedToUnmute', source);
    },
    chatReceived: ({ message }) => chat.handleReceived([message]),
    reactionReceived: ({ participantId, reaction }) => emit('reactionReceived', participantId, reaction),
    hostMessage: ({ kind, text }) => emit('hostMessage', kind, text),
    helpClosed: () => emit('helpClosed'),
    previewText: ({ text }) => emit('previewText', text),
    endWarning: ({ minutesLeft }) => emit('endWarning', minutesLeft),

    trackMuted: ({ trackId, source }) => {
      // A mute of a track that was closed meanwhile does not apply to the track that replaced it.
      if (media.handleMuted(source, trackId)) targets.mutedByHost(source);
    },
    wantedLayersChanged: (params) => media.handleWantedLayers(params),
    consumersAdded: ({ consumers }) => media.handleConsumersAdded(consumers),
    consumerUpdated: (params) => {
      media.handleConsumerUpdated(params);
      people.handlePaused(params.consumerId, params.paused);
    },
    consumersClosed: ({ consumerIds }) => media.handleConsumersClosed(consumerIds),
    activeSpeakersChanged: ({ speakers }) => signals.handleSpeakers(speakers),
    connectionQualityChanged: ({ participants }) => signals.handleQualities(participants),
    mediaReset: () => media.handleReset(),
    // Signaling stores it and reports it when the connection ends.
    closing: () => {},
  };
}

type OneOf<N extends NotificationMethod> = { [M in N]: { method: M; params: NotificationParams<M> } }[N];

export function dispatch<N extends NotificationMethod>(
  handlers: NotificationHandlers,
  { method, params }: OneOf<N>,
): void {
  handlers[method](params);
}
