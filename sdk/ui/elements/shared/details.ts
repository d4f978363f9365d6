import { css, html, type TemplateResult } from 'lit';
import type { DetailsView } from '../../views/view-types.ts';

/** Further lines in a collapsed section. Not for live regions: opening it would announce every line. */
export function detailsOf({ label, intro, lines }: DetailsView): TemplateResult {
  return html`<details class="further"><summary>${label}</summary><p>${intro}</p>${lines.map((line) => html`<p><bdi>${line}</bdi></p>`)}</details>`;
}

export const detailsStyles = css`
  .further { font-size: 0.9rem; overflow-wrap: anywhere; }
  .further summary { cursor: pointer; min-block-size: 44px; align-content: center; }
`;
