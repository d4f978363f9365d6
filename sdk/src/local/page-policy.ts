/**
 * Whether a Permissions Policy (W3C) prevents this page from using devices: then the person cannot allow them either.
 */
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { HearthroomError } from '../core/hearthroom-error.ts';

/** The attribute `allow` that an `<iframe>` needs for a session of another origin. */
export const frameAllowance = 'camera; microphone; display-capture; autoplay; screen-wake-lock; speaker-selection';

const features = {
  microphone: 'microphone',
  camera: 'camera',
  screen: 'display-capture',
  'screen-audio': 'display-capture',
} as const;

/** Faster than a person can refuse, in milliseconds. */
const atOnceMs = 100;

/** The parts of a page that are read here. */
export interface PageLike {
  /** Only Chromium has it. */
  policy: { allowsFeature(feature: string): boolean; features(): string[] } | null;
  frame: 'none' | 'same-origin' | 'cross-origin';
}

export interface FrameLike {
  readonly parent: FrameLike;
  readonly location: { readonly href: string };
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

/** @param window the parts of it that are read here */
export function findFrame(window: FrameLike): PageLike['frame'] {
  if (window.parent === window) return 'none';
  try {
    for (let above = window.parent; ; above = above.parent) {
      // Throws where a frame above has another origin.
      if (above.location.href === undefined) return 'cross-origin';
      if (above.parent === above) return 'same-origin';
    }
  } catch {
    return 'cross-origin';
  }
}

/** The browser's policy forbids it. */
export function isForbidden(source: TrackSource, { policy }: PageLike): boolean {
  const feature = features[source];
  return policy?.features().includes(feature) === true && !policy.allowsFeature(feature);
}

/**
 * No policy can be read, but the refusal came faster than a person can answer, in a frame of another origin: the cause
 * may be the policy, or an earlier answer of the person.
 */
export function looksForbidden(error: unknown, afterMs: number, { policy, frame }: PageLike): boolean {
  const isRefused = error instanceof Error && error.name === 'NotAllowedError';
  return policy === null && frame === 'cross-origin' && isRefused && afterMs < atOnceMs;
}

let isTold = false;

/**
 * Tells the developer, once for each page, what is or may be missing.
 * @returns the message
 */
export function tellForbidden({ frame }: PageLike): string {
  const requirement =
    frame === 'none'
      ? 'the header Permissions-Policy of this page does not allow it'
      : `the <iframe> around it must have allow="${frameAllowance}", and no header Permissions-Policy may forbid it`;
  const message = `This page may not use the camera, the microphone or the screen: ${requirement}`;
  // biome-ignore lint/suspicious/noConsole: the developer of the page around is meant, whom no rejection reaches.
  if (!isTold) console.error(`Hearthroom: ${message}`);
  isTold = true;
  return message;
}

export function forbiddenByPage(page: PageLike): HearthroomError {
  return new HearthroomError('device-blocked-by-page', tellForbidden(page));
}
