/**
 * Why a camera can't be blurred. Its own class: where pages load this code from a file of its own, that has another
 * HearthroomError than the rest of the SDK.
 */
export class BlurError extends Error {
  readonly code: 'background-unsupported' | 'background-failed';

  constructor(code: BlurError['code'], message: string) {
    super(message);
    this.name = 'BlurError';
    this.code = code;
  }
}
