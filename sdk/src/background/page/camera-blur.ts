/** A camera with a blurred background. */
import type { CameraEffect } from '../../local/opened-track.ts';
import { BlurError } from '../blur-error.ts';
import type { BlurFiles } from '../blur-files.ts';
import { BlurRate } from './blur-rate.ts';
import { type BlurNews, BlurWorker } from './blur-worker-client.ts';
import { type BlurredPictures, openPictures } from './blurred-pictures.ts';

type Failure = 'background-failed' | 'background-slow';

export interface BlurOptions {
  files: BlurFiles;
  /** Pictures per second; below it the blur ends as `background-slow`. */
  minimumRate: number;
}

/** The worker is watched at this interval. */
const watchEveryMs = 5_000;

export class CameraBlur implements CameraEffect {
  readonly track: MediaStreamTrack;
  readonly failed: Promise<Failure>;
  readonly #camera: MediaStreamTrack;
  readonly #worker: BlurWorker;
  readonly #pictures: BlurredPictures;
  readonly #rate: BlurRate;
  readonly #timer: ReturnType<typeof setInterval>;
  /** Checks since the last picture. */
  #checks = 0;
  #handleFirst: () => void = () => {};
  #tellFailed: (failure: Failure) => void = () => {};
  #isClosed = false;

  private constructor(camera: MediaStreamTrack, worker: BlurWorker, pictures: BlurredPictures, minimumRate: number) {
    this.track = pictures.track;
    this.#camera = camera;
    this.#worker = worker;
    this.#pictures = pictures;
    this.#rate = new BlurRate(minimumRate);
    this.failed = new Promise((resolve) => {
      this.#tellFailed = resolve;
    });
    this.#worker.handle = (news) => this.#handle(news);
    this.#timer = setInterval(() => this.#check(), watchEveryMs);
  }

  /**
   * Resolves once the first picture is blurred. Rejects with `background-unsupported` or `background-failed`.
   * @param camera an open track, which stays open
   */
  static async start(camera: MediaStreamTrack, { files, minimumRate }: BlurOptions): Promise<CameraBlur> {
    const worker = await BlurWorker.start(files);
    let blur: CameraBlur;
    try {
      blur = new CameraBlur(camera, worker, await openPictures(camera, worker), minimumRate);
    } catch (error) {
      worker.close();
      throw error;
    }
    await blur.#untilFirst();
    return blur;
  }

  /** Ends the track. The camera stays open. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#worker.close();
    this.#pictures.close();
  }

  #fail(failure: Failure): void {
    if (this.#isClosed) return;
    this.close();
    this.#tellFailed(failure);
  }

  async #untilFirst(): Promise<void> {
    const first = new Promise<'first'>((resolve) => {
      this.#handleFirst = () => resolve('first');
    });
    const outcome = await Promise.race([first, this.failed]);
    if (outcome !== 'first') throw new BlurError('background-failed', 'No picture of this camera was blurred');
  }

  #handle(news: BlurNews): void {
    if (news.type === 'failed') {
      this.#fail('background-failed');
      return;
    }
    this.#pictures.handle(news);
    if (news.type !== 'blurred') return;
    this.#checks = 0;
    this.#handleFirst();
    if (this.#rate.add(news.workMs, performance.now())) this.#fail('background-slow');
  }

  /** Two checks without a picture: after a pause of the device, the first one comes at once. */
  #check(): void {
    if (this.#camera.muted) return;
    this.#checks += 1;
    if (this.#checks > 2) this.#fail('background-failed');
  }
}
