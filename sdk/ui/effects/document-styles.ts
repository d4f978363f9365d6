/**
 * Constructed style sheets belong to one document (CSSOM): a shadow root that is moved to another document, such as a
 * pop-out window, loses them.
 */
import type { CSSResultOrNative } from 'lit';

/** Creates these style sheets again for the document that the root is in. */
export function adoptStylesInto(root: ShadowRoot, styles: readonly CSSResultOrNative[]): void {
  const view = root.ownerDocument.defaultView;
  if (!view) return;
  root.adoptedStyleSheets = styles.map((style) => {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync('cssText' in style ? style.cssText : [...style.cssRules].map((rule) => rule.cssText).join('\n'));
    return sheet;
  });
}
