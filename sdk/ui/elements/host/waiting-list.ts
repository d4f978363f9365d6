import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { base } from '../../style/theme.ts';
import { formatWait } from '../../texts/format.ts';
import type { HostActions, WaitingView } from '../../views/view-types.ts';
import { draftLine } from '../shared/draft-line.ts';
import { HearthroomElement } from '../shared/element.ts';
import { listStyles } from '../shared/styles/list-styles.ts';
import { Ticker } from '../shared/ticker.ts';

/** The people who wait, for how long, and the actions for them. */
export class WaitingList extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    entries: { attribute: false },
    actions: { attribute: false },
  };
  static override styles = [
    base,
    listStyles,
    css`
      form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.3rem; }
      form label { font-size: 0.9rem; }
      .line { display: flex; gap: 0.5rem; }
      input { flex: 1; min-inline-size: 0; min-block-size: 44px; padding: 0.3rem 0.7rem; border: 1px solid var(--hr-control-line); border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-bg); }
    `,
  ];

  declare entries: readonly WaitingView[];
  declare actions: HostActions | null;

  constructor() {
    super();
    this.entries = [];
    this.actions = null;
    new Ticker(this, 15_000);
  }

  override render(): TemplateResult {
    const { entries, texts } = this;
    const admittable = entries.filter(isAdmittedWithAll).length;
    return html`<div class="group">
      <div class="heading">
        <h2>${entries.length === 0 ? texts.host.waitingEmpty : texts.host.waiting(entries.length)}</h2>
        ${admittable > 1 ? html`<button type="button" class="primary" @click=${() => this.actions?.admitAll()}>${texts.host.admitAll}</button>` : nothing}
      </div>
      ${
        entries.length === 0
          ? html`<p class="hint">${texts.host.nobodyWaits}</p>`
          : html`${entries.some((entry) => entry.speakAlone === 'host-busy' && !hasOwnReason(entry)) ? html`<p class="hint" id="one-talk">${texts.host.oneTalk}</p>` : nothing}
              <ul role="list">${repeat(
                entries,
                (entry) => `${entry.id} ${entry.epoch}`,
                (entry) => this.#entry(entry),
              )}</ul>
              ${this.#message()}`
      }
    </div>`;
  }

  #entry(entry: WaitingView): TemplateResult {
    const { host, time, encryption } = this.texts;
    const role = host.roles[entry.role];
    return html`<li>
      <div class="who">
        <p class="name"><bdi>${entry.name}</bdi>${entry.label ? html` <span class="label"><bdi>${entry.label}</bdi></span>` : nothing}</p>
        <p class="hint">${host.waitingFor(formatWait(this.now() - entry.waitingSinceMs, time))}${role ? ` · ${role}` : ''}</p>
        ${entry.connection === 'dropped' ? html`<span class="mark">${host.droppedMark}</span>` : nothing}
        ${entry.secondDevice ? html`<span class="mark">${host.secondDeviceMark}</span>` : nothing}
        ${entry.otherDevice ? html`<span class="mark">${host.otherDeviceMark}</span>` : nothing}
        ${entry.cannotEncrypt ? html`<span class="mark">${encryption.host.mark}</span>` : nothing}
        <div id=${whyId(entry)}>${this.#hints(entry).map((hint) => html`<p class="hint">${hint}</p>`)}</div>
      </div>
      <div class="buttons">
        ${entry.cannotEncrypt === 'required' ? nothing : html`<button type="button" class="primary" ?disabled=${!mayAdmit(entry)} aria-label=${host.admitName(entry.name)} @click=${() => this.actions?.admit(entry)}>${host.admit}</button>`}
        ${this.#askConsent(entry)} ${this.#preview(entry)}
        ${entry.connection === 'dropped' ? nothing : html`<button type="button" aria-label=${host.writeName(entry.name)} @click=${() => this.actions?.messageOneWaiting(entry)}>${host.write}</button>`}
        <button type="button" aria-label=${host.denyName(entry.name)} @click=${() => this.actions?.deny(entry)}>${host.deny}</button>
      </div>
    </li>`;
  }

  /** Why a person can't be admitted yet, and what the host should know first. */
  #hints(entry: WaitingView): string[] {
    const { host } = this.texts;
    const { otherDevice } = entry;
    const encrypts = this.#encryption(entry);
    if (entry.connection === 'dropped')
      return [
        ...(entry.cannotEncrypt === 'required' ? encrypts : [host.dropped]),
        ...(otherDevice ? [host.otherDevice] : []),
      ];
    return [
      ...encrypts,
      otherDevice ? host.otherDevice : '',
      entry.secondDevice ? host.secondDevice : '',
      entry.agreed ? '' : entry.withdrew ? host.withdrew : host.notAgreed,
      ...this.#consent(entry.consent),
      this.#talk(entry),
    ].filter((hint) => hint !== '');
  }

  #encryption({ cannotEncrypt }: WaitingView): string[] {
    const { host } = this.texts.encryption;
    if (cannotEncrypt === 'required') return [host.required];
    return cannotEncrypt === 'would-end' ? [host.wouldEnd] : [];
  }

  #talk({ previewedBy, askedBy }: WaitingView): string {
    const { host } = this.texts;
    if (previewedBy) return previewedBy === 'self' ? host.previewedBySelf : host.previewedByOther;
    if (askedBy) return askedBy === 'self' ? host.askedBySelf : host.askedByOther;
    return '';
  }

  #consent(consent: WaitingView['consent']): string[] {
    const { host } = this.texts;
    if (consent === null) return [];
    if (consent === 'to-ask') return [host.consentToAsk];
    const { unanswered, declined, mayAskAgain } = consent;
    return [
      declined > 0 ? host.consentDeclined(declined) : '',
      declined > 0 && !mayAskAgain ? host.consentFinal : '',
      unanswered > 0 ? host.consentMissing(unanswered) : '',
    ];
  }

  #askConsent(entry: WaitingView): TemplateResult | typeof nothing {
    const { host } = this.texts;
    const { consent, name } = entry;
    const isFirst = consent === 'to-ask';
    if (consent === null || entry.connection === 'dropped' || !(isFirst || consent.mayAskAgain)) return nothing;
    const [text, label] = isFirst
      ? [host.askConsent, host.askConsentName(name)]
      : [host.askAgain, host.askAgainName(name)];
    return html`<button type="button" aria-label=${label} @click=${() => this.actions?.askConsent(entry)}>${text}</button>`;
  }

  #preview(entry: WaitingView): TemplateResult | typeof nothing {
    const { host } = this.texts;
    const { speakAlone, previewedBy } = entry;
    if (speakAlone === null || previewedBy === 'self') return nothing;
    const isFree = speakAlone === 'free';
    const why = isFree ? nothing : hasOwnReason(entry) ? whyId(entry) : 'one-talk';
    return html`<button type="button" ?disabled=${!isFree} aria-describedby=${why} aria-label=${host.previewName(entry.name)} @click=${() => this.actions?.openPreview(entry)}>${host.preview}</button>`;
  }

  #message(): TemplateResult {
    const { host } = this.texts;
    return html`<form @submit=${(event: SubmitEvent) => this.#send(event)}>
      <label for="text">${host.messageLabel}</label>
      <div class="line">${draftLine(this.actions?.drafts, 'waiting')}<button>${host.messageSend}</button></div>
    </form>`;
  }

  #send(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    const text = input?.value.trim() ?? '';
    if (!input || text === '') return;
    this.actions?.messageWaiting(text);
    this.actions?.drafts.delete('waiting');
    input.value = '';
  }
}

/** False when the server would refuse it; the button is then disabled. */
function mayAdmit({ connection, agreed, consent }: WaitingView): boolean {
  return connection === 'connected' && agreed && consent === null;
}

/** The others are admitted one by one: the host has to look first, or is asked. */
const isAdmittedWithAll = (entry: WaitingView): boolean =>
  mayAdmit(entry) && !entry.secondDevice && !entry.otherDevice && (entry.cannotEncrypt ?? 'ended') === 'ended';

/** Their own hints say why this host can't speak alone with them. */
const hasOwnReason = ({ previewedBy, askedBy }: WaitingView): boolean => previewedBy !== null || askedBy !== null;

const whyId = ({ id, epoch }: WaitingView): string => `why-${id}-${epoch}`;
