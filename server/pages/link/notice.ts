/** What the page shows while there is no session. */
import { element } from './html.ts';

interface Notice {
  heading: string;
  lines: readonly string[];
  /** Adds a button. */
  retry?: { label: string; run: () => void };
}

/** The focus is on the heading, so that screen readers read it. */
export function showNotice({ heading, lines, retry }: Notice): void {
  const title = element('h1', { tabIndex: -1 }, heading);
  const parts: HTMLElement[] = [title, ...lines.map((line) => element('p', {}, line))];
  if (retry) {
    const button = element('button', { type: 'button', className: 'primary' }, retry.label);
    button.addEventListener('click', retry.run);
    parts.push(button);
  }
  showContent('notice', parts);
  title.focus();
}

/** Replaces what the page shows around the element. */
export function showContent(className: 'notice' | 'sessions', parts: readonly HTMLElement[]): void {
  const place = document.querySelector('[data-content]');
  if (!place) return;
  place.className = className;
  place.replaceChildren(...parts);
}

export const clearContent = (): void => showContent('notice', []);
