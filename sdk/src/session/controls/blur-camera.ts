/** Blurs what is behind a person. The work is done by code that is loaded when a camera is blurred for the first time. */
import { importBackground } from '../../background/import-background.ts';
import type { Environment } from '../../core/environment.ts';
import { HearthroomError } from '../../core/hearthroom-error.ts';
import type { CameraEffect } from '../../local/opened-track.ts';

/** Rejects with `background-unsupported`, or `background-failed` when its code or files can't be loaded or started. */
export async function blurCamera(camera: MediaStreamTrack, environment: Environment): Promise<CameraEffect> {
  const { minimumBlurRate } = environment;
  try {
    const { CameraBlur, blurFiles } = await importBackground();
    return await CameraBlur.start(camera, { files: blurFiles, minimumRate: minimumBlurRate });
  } catch (cause) {
    const isUnsupported = cause instanceof Error && Reflect.get(cause, 'code') === 'background-unsupported';
    const message = cause instanceof Error ? cause.message : undefined;
    throw new HearthroomError(isUnsupported ? 'background-unsupported' : 'background-failed', message, { cause });
  }
}
