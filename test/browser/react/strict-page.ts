/** Runs in the browser: the element in React's StrictMode, and what is open in the page. */
import { HearthroomSession, type HearthroomSessionElement } from '@hearthroom/sdk/react';
import { createElement, StrictMode, useState, version } from 'react';
import { createRoot } from 'react-dom/client';

const told: string[] = [];
const cameras: MediaStreamTrack[] = [];
const sockets: WebSocket[] = [];

const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await open(constraints);
  cameras.push(...stream.getTracks());
  return stream;
};
globalThis.WebSocket = class extends WebSocket {
  constructor(...args: ConstructorParameters<typeof WebSocket>) {
    super(...args);
    sockets.push(this);
  }
};

const setShown = { current: (_isShown: boolean): void => {} };
const element: { current: HearthroomSessionElement | null } = { current: null };

function Page({ url, token }: { url: string; token: string }) {
  const [isShown, setState] = useState(true);
  setShown.current = setState;
  if (!isShown) return null;
  return createElement(HearthroomSession, {
    url,
    getToken: () => token,
    ref: element,
    className: 'call',
    style: { height: '40rem' },
    onStateChanged: ({ state }) => told.push(state),
  });
}

const tools = {
  version,
  told,
  element,
  show: (isShown: boolean) => setShown.current(isShown),
  live: () => cameras.filter(({ readyState }) => readyState === 'live').length,
  openSockets: () => sockets.filter(({ readyState }) => readyState <= WebSocket.OPEN).length,
  mount: (url: string, token: string) => {
    const container = document.createElement('div');
    document.body.append(container);
    createRoot(container).render(createElement(StrictMode, null, createElement(Page, { url, token })));
  },
};
export type StrictPage = typeof tools;

declare global {
  var strictPage: StrictPage;
}
Object.assign(globalThis, { strictPage: tools });
