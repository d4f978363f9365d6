/**
 * Runs in the measured page, before the SDK's script: notes when each step from the token to the first picture is done.
 * It acts as a person who presses "Join" at once.
 */
import type { Session } from '@hearthroom/sdk';
import type {} from '@hearthroom/sdk/ui';

export interface PageOptions {
  url: string;
  token: string;
}

declare global {
  var measured: PageOptions & { marks: Record<string, number>; leave?: () => Promise<unknown> };
  var Hearthroom: { Session: new (options: { url: string; getToken: () => string }) => Session };
}

const { url, token, marks } = measured;

/** In milliseconds since 1970, with fractions. */
const note = (step: string): void => {
  marks[step] ??= performance.timeOrigin + performance.now();
};

function noteState(state: string | undefined): void {
  if (state === 'joined') note('admitted');
}

function startElement(element: HTMLElementTagNameMap['hearthroom-session']): void {
  element.addEventListener('hearthroom-state-changed', () => noteState(element.session?.state));
  element.getToken = () => token;
  measured.leave = async () => await element.session?.disconnect();
}

function startSession(): void {
  const session = new Hearthroom.Session({ url, getToken: () => token });
  session.on('stateChanged', noteState);
  session.on('trackSubscribed', (track) => document.body.append(track.attach()));
  measured.leave = () => session.disconnect();
  void session.connect();
}

/** Everything in the page, through all shadow trees. */
function* elementsIn(root: Document | ShadowRoot): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* elementsIn(element.shadowRoot);
  }
}

const watched = new WeakSet<HTMLVideoElement>();

/** The own preview is no picture of another person: only frames that came over the network have an RTP timestamp. */
function watch(video: HTMLVideoElement): void {
  if (watched.has(video)) return;
  watched.add(video);
  const handleFrame = (_now: number, { rtpTimestamp }: VideoFrameCallbackMetadata) => {
    if (rtpTimestamp === undefined) video.requestVideoFrameCallback(handleFrame);
    else note('first frame');
  };
  video.requestVideoFrameCallback(handleFrame);
}

function look(): void {
  for (const element of elementsIn(document)) {
    if (element instanceof HTMLVideoElement) watch(element);
    else if (element instanceof HTMLButtonElement && element.matches('.join') && marks.lobby === undefined) {
      note('lobby');
      element.click();
    }
  }
  if (marks['first frame'] === undefined) requestAnimationFrame(look);
}

note('token');
document.addEventListener(
  'load',
  ({ target }) => {
    if (!(target instanceof HTMLScriptElement)) return;
    note('script');
    const element = document.querySelector('hearthroom-session');
    if (element) startElement(element);
    else startSession();
  },
  // Load events don't bubble.
  { capture: true },
);
requestAnimationFrame(look);
