import {
  createElement,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Session, type SessionOptions } from '../src/index.ts';
import { useLatest } from './latest.ts';
import { SessionContext } from './session-context.ts';
import { SessionMemory } from './session-memory.ts';

/** Props of a SessionProvider that makes its own session: the options of a Session. */
export interface ConnectingProps extends SessionOptions {
  session?: undefined;
  /** Connect as soon as it is true; default true. False: for a page before joining, where devices may be tried. */
  connect?: boolean;
}

/** Props of SessionProvider: the options of a session that it makes, or a session of yours. */
export type SessionProviderProps = (ConnectingProps | { session: Session }) & { children?: ReactNode };

/**
 * Provides one session to the hooks below it.
 *
 * With options it makes the session, connects it after mounting, and leaves when it is unmounted or hidden by
 * `<Activity>`; another `url` makes another one. The session calls `getToken` and `getPasscode` of the last render, and
 * keeps the other options with which it was made. A session ends once: to come back, give the provider another `key`.
 * With `session` it provides yours, and neither connects nor leaves.
 *
 * Errors of connecting are not thrown: the state is then `closed`, with the code in `closeReason` (useSessionState).
 */
export function SessionProvider(props: SessionProviderProps): ReactElement {
  const { children, ...options } = props;
  return options.session
    ? createElement(Provided, { session: options.session }, children)
    : createElement(Connecting, { key: options.url, ...options }, children);
}

function Connecting({
  children,
  connect = true,
  ...options
}: ConnectingProps & { children?: ReactNode }): ReactElement {
  const latest = useLatest(options);
  const [session, setSession] = useState(() => createSession(latest));
  const isMounted = useRef(false);
  const left = useRef<Session | null>(null);

  // React may unmount and mount again in one task (StrictMode, fast refresh): what lasts is known in a microtask.
  useEffect(() => {
    isMounted.current = true;
    // Shown again with its state (Activity): the session was left meanwhile.
    if (left.current === session) setSession(createSession(latest));
    return () => {
      isMounted.current = false;
      queueMicrotask(() => {
        if (isMounted.current) return;
        left.current = session;
        session.disconnect().catch(() => {});
      });
    };
  }, [session, latest]);

  useEffect(() => {
    let isWanted = connect;
    queueMicrotask(() => {
      // The state has the code of an error.
      if (isWanted && session.state === 'idle') session.connect().catch(() => {});
    });
    return () => {
      isWanted = false;
    };
  }, [session, connect]);

  return createElement(Provided, { session }, children);
}

function Provided({ session, children }: { session: Session; children?: ReactNode }): ReactElement {
  const provided = useMemo(() => ({ session, memory: new SessionMemory(session) }), [session]);
  useEffect(() => provided.memory.listen(), [provided]);
  return createElement(SessionContext.Provider, { value: provided }, children);
}

/** Has no effect on the page before it is connected, so that React may create and discard it. */
function createSession(latest: Readonly<RefObject<SessionOptions>>): Session {
  return new Session({
    ...latest.current,
    // Without types it may be missing: what is returned then is explained by the Session.
    getToken: () => latest.current.getToken?.(),
    // '' is as without this option.
    getPasscode: (reason) => latest.current.getPasscode?.(reason) ?? '',
  });
}
