/** Whether the page around this one keeps devices from it (W3C Permissions Policy): then the person can't allow them either. */
import type { TrackSource } from '../../protocol/room.ts';
import { HearthroomError } from '../errors.ts';

/** What an `<iframe>` around a session of another origin needs in its attribute `allow`. */
export const frameAllowance = 'camera; microphone; display-capture; autoplay; screen-wake-lock; speaker-selection';

const features = { microphone: 'microphone', camera: 'camera', screen: 'display-capture' } as const;

/** A person takes longer than this to refuse. */
const atOnceMs = 100;

/** What of a page is looked at. */
export interface PageLike {
  /** Chromium's; other browsers have none. */
  policy: { allowsFeature(feature: string): boolean; features(): string[] } | null;
  frame: 'none' | 'same-origin' | 'cross-origin';
}

export function findPage(): PageLike {
  const { document, window } = globalThis;
  if (document === undefined || window === undefined) return { policy: null, frame: 'none' };
  const { permissionsPolicy, featurePolicy } = document as {
    permissionsPolicy?: PageLike['policy'];
    featurePolicy?: PageLike['policy'];
  };
  return { policy: permissionsPolicy ?? featurePolicy ?? null, frame: findFrame(window) };
}

function findFrame({ top, self }: Window): PageLike['frame'] {
  if (top === self) return 'none';
  try {
    // Throws where another origin is above.
    return top?.location.href === undefined ? 'cross-origin' : 'same-origin';
  } catch {
    return 'cross-origin';
  }
}

/** The browser says that it is so. */
export function isForbidden(source: TrackSource, { policy }: PageLike): boolean {
  const feature = features[source];
  return policy?.features().includes(feature) === true && !policy.allowsFeature(feature);
}

/** The browser doesn't say, but it looks so: within a page of another origin, and refused sooner than a person can. */
export function looksForbidden(error: unknown, afterMs: number, { policy, frame }: PageLike): boolean {
  const isRefused = error instanceof Error && error.name === 'NotAllowedError';
  return policy === null && frame === 'cross-origin' && isRefused && afterMs < atOnceMs;
}

let isTold = false;

/** Tells the developer, once for each page, what is missing. */
export function forbiddenByPage({ frame }: PageLike, cause?: unknown): HearthroomError {
  const requirement =
    frame === 'none'
      ? 'the header Permissions-Policy of this page does not allow it'
      : `the <iframe> around it must have allow="${frameAllowance}", and no header Permissions-Policy may forbid it`;
  const message = `This page may not use the camera, the microphone or the screen: ${requirement}`;
  // biome-ignore lint/suspicious/noConsole: the developer of the page around is meant, whom no rejection reaches.
  if (!isTold) console.error(`Hearthroom: ${message}`);
  isTold = true;
  return new HearthroomError('device-blocked-by-page', message, { cause });
}
