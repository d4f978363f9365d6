/** A document for React in Node. Import it before React DOM, which looks for one while it is loaded. */
import { Window } from 'happy-dom';

const window = new Window({ url: 'http://localhost/' });
const { document, HTMLElement, HTMLVideoElement, HTMLIFrameElement, Node } = window;
Object.assign(globalThis, { window, document, HTMLElement, HTMLVideoElement, HTMLIFrameElement, Node });

/** Adds an empty element to the page, for a React root. */
export function addContainer(): HTMLElement {
  const container = globalThis.document.createElement('div');
  globalThis.document.body.append(container);
  return container;
}

export const closePage = (): Promise<void> => window.happyDOM.close();
