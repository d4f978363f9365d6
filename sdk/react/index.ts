'use client';
/**
 * @hearthroom/sdk/react: `<HearthroomSession>`, the whole interface, and hooks for an interface of your own. React 18
 *   and 19; safe to import and render on a server.
 */
export {
  HearthroomSession,
  type HearthroomSessionElement,
  type HearthroomSessionHandlers,
  type HearthroomSessionProps,
} from './hearthroom-session.ts';
export { type DeviceView, type SoundView, type TrackView, useDevice, useSound, useTrack } from './media-hooks.ts';
export { type ParticipantView, useActiveSpeakers, useParticipants, usePreviewedParticipant } from './people-hooks.ts';
export { SessionAudio } from './session-audio.ts';
export { useSession } from './session-context.ts';
export {
  type SelfView,
  type SessionStateView,
  useChatMessages,
  useRoom,
  useSelf,
  useSessionEvent,
  useSessionState,
} from './session-hooks.ts';
export type { WaitingMessage } from './session-memory.ts';
export { type ConnectingProps, SessionProvider, type SessionProviderProps } from './session-provider.ts';
export { useWaitingMessages, useWaitingRoom, type WaitingRoomView } from './waiting-hooks.ts';
