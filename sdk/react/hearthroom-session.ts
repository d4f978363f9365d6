import {
  type CSSProperties,
  createElement,
  type ForwardedRef,
  type ForwardRefExoticComponent,
  forwardRef,
  type RefAttributes,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { SessionCloseReason, SessionState } from '../src/index.ts';
import type { Texts } from '../ui/index.ts';
import { useLatest } from './latest.ts';

/** The element, as @hearthroom/sdk/ui defines it. */
export type HearthroomSessionElement = HTMLElementTagNameMap['hearthroom-session'];

/** Callbacks for the element's events, with their details. None is called once the component is unmounted or hidden. */
export interface HearthroomSessionHandlers {
  onStateChanged?: (detail: { state: SessionState; reason?: string }) => void;
  onClosed?: (detail: { reason: SessionCloseReason; message?: string }) => void;
  onParticipantConnected?: (detail: { participantId: string }) => void;
  onParticipantDisconnected?: (detail: { participantId: string }) => void;
  onWaitingAdded?: (detail: { participantId: string }) => void;
  onWaitingRemoved?: (detail: { participantId: string }) => void;
  onMediaFailed?: (detail: { code: string; message: string }) => void;
  onMediaRestored?: (detail: object) => void;
  /** In rooms that encrypt: how media and texts of this person's place go now. */
  onEncryptionChanged?: (detail: { state: 'e2e' | 'none' }) => void;
}

/** Attributes and properties of `<hearthroom-session>`. */
export interface HearthroomSessionProps extends HearthroomSessionHandlers {
  /** Base URL of the server; default: the page's own origin. With another one the session is left and a new one begins. */
  url?: string;
  /** Returns an access token; called at every connect and reconnect. The function of the last render is called. */
  getToken: () => string | Promise<string>;
  /** For people who only watch and listen: camera and microphone are not requested. */
  listenOnly?: boolean;
  /** URL that replaces the page after “Leave quickly”; default: about:blank. */
  exitUrl?: string;
  /**
   * `required`: takes part in encrypted sessions only, whatever the server says; `off`: never encrypts; default: `auto`.
   * Read when a session begins.
   */
  encryption?: 'auto' | 'required' | 'off';
  /**
   * Tag of the language (BCP 47) for this person, such as `de` or `de-AT`. Default: the `lang` of the page, then what
   * the browser prefers. May be changed at any time.
   */
  locale?: string;
  /** From `mergeTexts`; default: the language of `locale`. */
  texts?: Texts;
  id?: string;
  className?: string;
  style?: CSSProperties;
}

const events = [
  ['onStateChanged', 'hearthroom-state-changed'],
  ['onClosed', 'hearthroom-closed'],
  ['onParticipantConnected', 'hearthroom-participant-connected'],
  ['onParticipantDisconnected', 'hearthroom-participant-disconnected'],
  ['onWaitingAdded', 'hearthroom-waiting-added'],
  ['onWaitingRemoved', 'hearthroom-waiting-removed'],
  ['onMediaFailed', 'hearthroom-media-failed'],
  ['onMediaRestored', 'hearthroom-media-restored'],
  ['onEncryptionChanged', 'hearthroom-encryption-changed'],
] as const satisfies [keyof HearthroomSessionHandlers, string][];

type ElementComponent = ForwardRefExoticComponent<HearthroomSessionProps & RefAttributes<HearthroomSessionElement>>;

/**
 * A whole session with its interface: the element `<hearthroom-session>` of @hearthroom/sdk/ui, which is loaded once
 * this component is mounted. A server renders an empty element. Unmounting leaves the session and switches the devices
 * off, and so does hiding it by `<Activity>`; shown again it begins a new session with another element. The ref is the
 * element.
 */
export const HearthroomSession: ElementComponent = forwardRef(function HearthroomSession(props, ref) {
  const [renewals, setRenewals] = useState(0);
  const renew = useCallback(() => setRenewals((count) => count + 1), []);
  // The element reads its address once: another one needs another element.
  return createElement(Element, { ...props, renew, ref, key: `${renewals} ${props.url ?? ''}` });
});

type ElementProps = HearthroomSessionProps & {
  /** Replaces this element and its session by new ones. */
  renew: () => void;
};

const Element = forwardRef<HearthroomSessionElement, ElementProps>(function Element(props, ref) {
  const { url, listenOnly = false, exitUrl, encryption, locale, texts, id, className, style, renew } = props;
  const element = useRef<HearthroomSessionElement | null>(null);
  const hadTexts = useRef(false);
  const isMounted = useRef(false);
  const isLeft = useRef(false);
  const latest = useLatest(props);
  const [failure, setFailure] = useState<unknown>(null);
  // Without its code the element stays empty: the page's error boundary shows what is wrong.
  if (failure !== null) throw failure;

  useEffect(() => {
    import('../ui/index.ts').catch(setFailure);
  }, []);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    // By hand, because React 18 sets attributes only. The element takes over what was set before its code was loaded.
    if (texts) current.texts = texts;
    else if (hadTexts.current) {
      import('../ui/index.ts').then(({ englishTexts }) => {
        // Meanwhile there may be other texts.
        if (!hadTexts.current) current.texts = englishTexts;
      }, setFailure);
    }
    hadTexts.current = texts !== undefined;
  }, [texts]);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const removals = events.map(([name, event]) => listen(current, event, (detail) => latest.current[name]?.(detail)));
    // Without types it may be missing: what is returned then is explained by the Session.
    current.getToken = () => latest.current.getToken?.();
    isMounted.current = true;
    if (isLeft.current) renew();
    return () => {
      for (const remove of removals) remove();
      isMounted.current = false;
      // Mounted again in the same task, as by StrictMode: the session goes on. Removed from the page: the element leaves.
      queueMicrotask(() => {
        if (isMounted.current || !current.isConnected) return;
        isLeft.current = true;
        leave(current);
      });
    };
  }, [latest, renew]);
  const setElement = useCallback(
    (current: HearthroomSessionElement | null) => {
      element.current = current;
      const cleanUp = assignRef(ref, current);
      if (typeof cleanUp !== 'function') return undefined;
      // React 19 calls it instead of the callback with null.
      return () => {
        element.current = null;
        cleanUp();
      };
    },
    [ref],
  );

  return createElement('hearthroom-session', {
    ref: setElement,
    url,
    id,
    style,
    // In React 18 `className` of a custom element becomes an attribute of that name.
    class: className,
    'listen-only': listenOnly ? '' : undefined,
    'exit-url': exitUrl,
    encryption,
    locale,
  });
});

/** @returns what a callback returned: in React 19 perhaps a function that undoes its work */
function assignRef<T>(ref: ForwardedRef<T>, value: T | null): unknown {
  if (typeof ref === 'function') return ref(value);
  if (ref) ref.current = value;
  return undefined;
}

function leave(element: HearthroomSessionElement): void {
  // If its code is not loaded yet, nothing begins once it is.
  element.getToken = null;
  element.session?.disconnect().catch(() => {});
}

/** @returns a function that removes the listener */
function listen(element: HTMLElement, event: string, handle: (detail: CustomEvent['detail']) => void): () => void {
  const listener = (one: Event): void => {
    if (one instanceof CustomEvent) handle(one.detail);
  };
  element.addEventListener(event, listener);
  return () => element.removeEventListener(event, listener);
}
