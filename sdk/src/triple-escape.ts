const presses = 3;
const withinMs = 1_500;

/**
 * Calls the listener when Escape is pressed three times within 1.5 s, whatever has the focus: for Session.safeExit. A key that
 * is held down counts once.
 * @param target of the key events; the page's document without it
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
  // Before anybody else: a dialog that keeps its Escape to itself must not be in the way.
  target.addEventListener('keydown', handleKey, { capture: true });
  return () => target.removeEventListener('keydown', handleKey, { capture: true });
}
