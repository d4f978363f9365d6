/** Runs in the browser: what somebody tries who embeds a session for the first time, with the SDK, the element or React. */
import { HearthroomError, Session } from '@hearthroom/sdk';
import '@hearthroom/sdk/ui';
import { HearthroomSession, SessionProvider, useSessionState } from '@hearthroom/sdk/react';
import { createElement, type FunctionComponent } from 'react';
import { createRoot } from 'react-dom/client';

/** Not typed: JavaScript checks nothing. */
type Options = Record<string, unknown>;

interface Outcome {
  code: string;
  message: string;
  docs: string;
  state: string;
  closeReason: string | null;
}

const values: Record<string, unknown> = {
  missing: undefined,
  'a string': 'e30.e30.c2ln',
  'returns an object': async () => ({ token: 'secret' }),
  'returns a Response': async () => new Response('secret'),
  'returns nothing': async () => {},
  'returns an empty text': async () => '',
  throws: async () => {
    throw new Error('my backend answered 500');
  },
  'returns a token': async () => 'e30.e30.c2ln',
};

/** @param getToken name of one of the values above, or a token */
const optionsOf = (url: string, getToken: string): Options => ({
  url,
  getToken: getToken in values ? values[getToken] : async () => getToken,
});

async function trySession(url: string, getToken: string): Promise<Outcome | null> {
  let session: Session | null = null;
  try {
    session = Reflect.construct(Session, [optionsOf(url, getToken)]) as Session;
    await session.connect();
    return null;
  } catch (error) {
    if (!(error instanceof HearthroomError)) throw error;
    const { code, message, docs } = error;
    return { code, message, docs, state: session?.state ?? 'not made', closeReason: session?.closeReason ?? null };
  }
}

const told: [string, unknown][] = [];

function showElement(url: string, getToken: string): void {
  const element = document.createElement('hearthroom-session');
  for (const name of ['hearthroom-state-changed', 'hearthroom-closed']) {
    element.addEventListener(name, (event) => told.push([name, (event as CustomEvent<unknown>).detail]));
  }
  element.listenOnly = true;
  Object.assign(element, optionsOf(url, getToken));
  document.body.append(element);
}

function State(): ReturnType<FunctionComponent> {
  const { state, closeReason } = useSessionState();
  return createElement('output', null, `${state} ${closeReason}`);
}

function showReact(kind: 'element' | 'provider', url: string, getToken: string): void {
  const container = document.createElement('div');
  document.body.append(container);
  const component = (kind === 'element' ? HearthroomSession : SessionProvider) as FunctionComponent<Options>;
  createRoot(container).render(createElement(component, optionsOf(url, getToken), createElement(State)));
}

const tools = { trySession, showElement, showReact, told };
declare global {
  var firstErrors: typeof tools;
}
Object.assign(globalThis, { firstErrors: tools });
