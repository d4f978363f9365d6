import { css, html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { base } from '../../../style/theme.ts';
import type { TalkLine } from '../../../views/view-types.ts';
import { type Drafts, draftLine } from '../../shared/draft-line.ts';
import { HearthroomElement } from '../../shared/element.ts';
import { lineForm } from '../../shared/styles/line-form.ts';

const linesShown = 4;

/** The last lines that two people write to each other, in case sound does not work. */
export class TalkLines extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    lines: { attribute: false },
    send: { attribute: false },
    drafts: { attribute: false },
    otherId: { attribute: false },
  };
  static override styles = [
    base,
    lineForm,
    css`
      :host { display: grid; gap: 0.6rem; text-align: start; }
      .log { display: grid; gap: 0.35rem; }
      .log:not(.none) { padding: 0.6rem 0.9rem; border-radius: var(--hr-radius); background: var(--hr-soft); }
      @container hearthroom (height < 480px) {
        .log:not(.none) { padding-block: 0.3rem; }
        .log p:nth-last-child(n + 3) { display: none; }
      }
      .log p { overflow-wrap: anywhere; font-size: 0.95rem; }
      .who { color: var(--hr-muted); font-size: 0.85em; margin-inline-end: 0.3em; }
    `,
  ];

  declare lines: readonly TalkLine[];
  declare send: (text: string) => void;
  declare drafts: Drafts | undefined;
  /** Id of the other person. */
  declare otherId: string;

  constructor() {
    super();
    this.lines = [];
    this.send = () => {};
    this.drafts = undefined;
    this.otherId = '';
  }

  override render(): TemplateResult {
    const { talk } = this.texts;
    const shown = this.lines.slice(-linesShown);
    return html`
      <div class="log ${shown.length === 0 ? 'none' : ''}" role="log" aria-label=${talk.lines}>
        ${repeat(
          shown,
          (line) => line.id,
          (line) => html`<p><span class="who">${line.isOwn ? talk.you : talk.them}:</span><bdi>${line.text}</bdi></p>`,
        )}
      </div>
      <form @submit=${(event: SubmitEvent) => this.#submitted(event)}>
        <div class="line">
          ${draftLine(this.drafts, this.otherId, talk.label)}
          <button>${talk.send}</button>
        </div>
      </form>
      `;
  }

  #submitted(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    const text = input?.value.trim() ?? '';
    if (!input || text === '') return;
    this.send(text);
    this.drafts?.delete(this.otherId);
    input.value = '';
  }
}
