/** React trees below a SessionProvider that connects to a scripted server, and what they leave behind. */
import { Session, type SessionEvents, type SessionOptions } from '@hearthroom/sdk';
import type { ReactNode } from 'react';
import { addContainer } from '../../../support/react/page.ts';
import type { LoadedReact } from '../../../support/react/react-version.ts';
import { turnsUntil } from '../../../support/time/turns-until.ts';
import { ScriptedServer } from '../src/scripted-server.ts';
import { immediately, jwtOf } from '../src/set-up-session.ts';

interface Test {
  teardown: (work: () => unknown) => void;
}

/** Listeners that are added now to sessions, by hooks and providers alone. */
export const sessionListeners = new Set<object>();
const add = Session.prototype.on;
Session.prototype.on = function on<Name extends keyof SessionEvents>(
  event: Name,
  listener: (...args: SessionEvents[Name]) => void,
) {
  const entry = {};
  sessionListeners.add(entry);
  const remove: () => void = Reflect.apply(add, this, [event, listener]);
  return () => {
    sessionListeners.delete(entry);
    remove();
  };
};

/** The events of a page, with the number of their listeners. */
export class CountingSignals extends EventTarget {
  readonly #listeners = new Set<unknown>();

  get count(): number {
    return this.#listeners.size;
  }

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.#listeners.add(args[1]);
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.#listeners.delete(args[1]);
    super.removeEventListener(...args);
  }
}

export async function setUpMounted(t: Test, { React, client, layer }: LoadedReact) {
  const server = await ScriptedServer.start();
  const container = addContainer();
  const root = client.createRoot(container);
  const signals = new CountingSignals();
  const sessions: Session[] = [];
  let tokens = 0;
  const options: SessionOptions = {
    url: server.url,
    getToken: () => {
      tokens += 1;
      return jwtOf('token');
    },
    reconnectPolicy: immediately,
    environment: { signals, storage: null, mediaDevices: null },
  };

  /** Remembers the sessions that the tree gets. */
  function Watcher(): null {
    const session = layer.useSession();
    React.useEffect(() => {
      if (!sessions.includes(session)) sessions.push(session);
    }, [session]);
    return null;
  }

  t.teardown(async () => {
    root.unmount();
    await turnsUntil(() => sessions.every(({ state }) => state === 'closed' || state === 'idle'), 'left');
    server.close();
    container.remove();
  });
  return {
    server,
    container,
    root,
    signals,
    sessions,
    options,
    get tokens() {
      return tokens;
    },
    get session(): Session {
      const newest = sessions.at(-1);
      if (!newest) throw new Error('nothing is mounted');
      return newest;
    },
    render: (children: ReactNode, props: { connect?: boolean } & Partial<SessionOptions> = {}) =>
      root.render(
        React.createElement(layer.SessionProvider, { ...options, ...props }, React.createElement(Watcher), children),
      ),
    Watcher,
  };
}

/** A component that shows nothing and keeps every value that a hook gave it, one for each render. */
export function recorder<T>(useValue: () => T): { values: T[]; Recorder: () => null } {
  const values: T[] = [];
  return {
    values,
    Recorder: () => {
      values.push(useValue());
      return null;
    },
  };
}
