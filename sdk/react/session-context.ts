import { createContext, useContext } from 'react';
import type { Session } from '../src/index.ts';
import type { SessionMemory } from './session-memory.ts';

export interface ProvidedSession {
  session: Session;
  memory: SessionMemory;
}

export const SessionContext = createContext<ProvidedSession | null>(null);

export function useProvided(): ProvidedSession {
  const provided = useContext(SessionContext);
  if (!provided) throw new Error('Hooks of @hearthroom/sdk/react need a <SessionProvider> around the component');
  return provided;
}

/** The session of the provider around this component, for its methods: `session.raiseHand()`. It is the same object until the session is replaced. */
export function useSession(): Session {
  return useProvided().session;
}
