const presses = 3;
const withinMs = 1_500;

/**
 * Calls the listener when Escape is pressed three times within 1.5 s, wherever the focus is; for Session.safeExit. A
 * key that is held down counts once.
 * @param target where key events are listened for; default: the page's document
 * @returns a function that stops listening
 */
export function onTripleEscape(listener: () => void, target: EventTarget = document): () => void {
  let times: number[] = [];
  const handleKey = (event: Event) => {
    if (!('key' in event) || event.key !== 'Escape' || ('repeat' in event && event.repeat === true)) return;
    times = [...times.slice(1 - presses), event.timeStamp];
    const [first = 0] = times;
    if (times.length < presses || event.timeStamp - first > withinMs) return;
    times = [];
    listener();
  };
  // In the capture phase, so that a dialog that stops the propagation of Escape cannot prevent it.
  target.addEventListener('keydown', handleKey, { capture: true });
  return () => target.removeEventListener('keydown', handleKey, { capture: true });
}
