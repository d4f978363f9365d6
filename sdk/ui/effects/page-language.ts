/** The language of the page around the element. */

/** The `lang` of the nearest element, also outside the shadow trees that contain this one; '': none. */
export function languageAround(element: Element): string {
  const tagged = element.closest<HTMLElement>('[lang]');
  if (tagged) return tagged.lang;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageAround(root.host) : '';
}

/**
 * Calls back when the page changes its language.
 * @returns a function that stops it
 */
export function watchLanguage({ documentElement }: Document, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(documentElement, { attributeFilter: ['lang'] });
  return () => observer.disconnect();
}
