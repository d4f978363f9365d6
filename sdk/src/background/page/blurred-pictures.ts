/** The two ways in which pictures of a camera reach the worker and come back as a track. */
import type { BlurNews, BlurWorker } from './blur-worker-client.ts';

/** A track that has only blurred pictures; none before the first one is blurred. */
export interface BlurredPictures {
  readonly track: MediaStreamTrack;
  /** What the worker says; `failed` is not for it. */
  handle(news: Exclude<BlurNews, { type: 'failed' }>): void;
  /** Ends the track. */
  close(): void;
}

/** Insertable streams of Chromium (W3C MediaStreamTrack Insertable Media Processing using Streams, as of 2021). */
interface Insertable {
  MediaStreamTrackProcessor: new (options: { track: MediaStreamTrack }) => { readable: ReadableStream<VideoFrame> };
  MediaStreamTrackGenerator: new (options: {
    kind: 'video';
  }) => MediaStreamTrack & {
    writable: WritableStream<VideoFrame>;
  };
}

/** Pictures pass between threads without the page. */
function openStreams(camera: MediaStreamTrack, worker: BlurWorker, insertable: Insertable): BlurredPictures {
  const { readable } = new insertable.MediaStreamTrackProcessor({ track: camera });
  const track = new insertable.MediaStreamTrackGenerator({ kind: 'video' });
  const { writable } = track;
  worker.post({ type: 'streams', readable, writable }, [readable, writable]);
  return { track, handle: () => {}, close: () => track.stop() };
}

/** For browsers without such streams. The worker asks for pictures: timers of a hidden page are slow. */
const askEveryMs = 40;

async function openCanvas(camera: MediaStreamTrack, worker: BlurWorker): Promise<BlurredPictures> {
  const video = document.createElement('video');
  Object.assign(video, { muted: true, playsInline: true, srcObject: new MediaStream([camera]) });
  await video.play();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('bitmaprenderer');
  const [track] = canvas.captureStream().getVideoTracks();
  if (!context || !track) throw new Error('A canvas gives no track here');
  let isBusy = false;
  const send = async (): Promise<void> => {
    if (isBusy || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    isBusy = true;
    const picture = await createImageBitmap(video).catch(() => null);
    if (picture) worker.post({ type: 'picture', picture }, [picture]);
    else isBusy = false;
  };
  const show = (picture: ImageBitmap): void => {
    isBusy = false;
    if (canvas.width !== picture.width) canvas.width = picture.width;
    if (canvas.height !== picture.height) canvas.height = picture.height;
    context.transferFromImageBitmap(picture);
  };
  worker.post({ type: 'ask', everyMs: askEveryMs });
  return {
    track,
    handle: (news) => {
      if (news.type === 'asks') void send();
      else if (news.picture) show(news.picture);
    },
    close: () => {
      video.srcObject = null;
      track.stop();
    },
  };
}

export async function openPictures(camera: MediaStreamTrack, worker: BlurWorker): Promise<BlurredPictures> {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = globalThis as Partial<Insertable>;
  if (!MediaStreamTrackProcessor || !MediaStreamTrackGenerator) return await openCanvas(camera, worker);
  return openStreams(camera, worker, { MediaStreamTrackProcessor, MediaStreamTrackGenerator });
}
