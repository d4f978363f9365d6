import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icons } from '../../style/icons.ts';
import { base } from '../../style/theme.ts';
import type { Texts } from '../../texts/texts.ts';
import { ownName } from '../../views/person-words.ts';
import type { HostActions, PersonView, SpeakAlone } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';
import { listStyles } from '../shared/styles/list-styles.ts';

/** The people in the session. A host's actions for a person open below that person's line. */
export class PeopleList extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    people: { attribute: false },
    canModerate: { type: Boolean },
    spotlightId: { attribute: false },
    actions: { attribute: false },
    openId: { state: true },
  };
  static override styles = [
    base,
    listStyles,
    css`
      .row { display: flex; align-items: center; gap: 0.5rem; min-block-size: 44px; }
      .row .who { flex: 1; }
      .row button { padding: 0; inline-size: 44px; flex: none; }
      .row > svg { color: var(--hr-muted); inline-size: 1.2em; block-size: 1.2em; }
      li { padding-block: 0.25rem; }
      .buttons { padding-block-end: 0.6rem; }
      .buttons .hint { flex: 1 1 100%; }
    `,
  ];

  declare people: readonly PersonView[];
  declare canModerate: boolean;
  /** Id of the person who is shown large to everybody now. */
  declare spotlightId: string | null;
  declare actions: HostActions | null;
  declare openId: string | null;

  constructor() {
    super();
    this.people = [];
    this.canModerate = false;
    this.spotlightId = null;
    this.actions = null;
    this.openId = null;
  }

  override render(): TemplateResult {
    return html`<div class="group">
      <div class="heading"><h2>${this.texts.host.session(this.people.length)}</h2></div>
      <ul role="list">${repeat(
        this.people,
        (person) => person.id,
        (person) => this.#person(person),
      )}</ul>
    </div>`;
  }

  #quality({ quality, away }: PersonView): string {
    if (quality === 'good' || away) return '';
    return quality === 'weak' ? this.texts.call.weakConnection : this.texts.call.lostConnection;
  }

  #person(person: PersonView): TemplateResult {
    const { host, call, encryption } = this.texts;
    const isOpen = this.openId === person.id;
    const name = person.isSelf ? ownName(person.name, call) : html`<bdi>${person.name}</bdi>`;
    const states = [
      host.roles[person.role],
      person.connection === 'reconnecting' ? call.reconnecting : this.#quality(person),
      person.where || (person.away ? call.away : ''),
      person.securing ? encryption.securing : '',
    ].filter(Boolean);
    return html`<li>
      <div class="row">
        <div class="who">
          <p class="name">${name}${person.label ? html` <span class="label"><bdi>${person.label}</bdi></span>` : nothing}</p>
          ${states.length > 0 ? html`<p class="hint">${states.join(' · ')}</p>` : nothing}
        </div>
        ${person.microphone === 'off' ? html`${icons.microphoneOff}<span class="sr">${call.microphoneOff}</span>` : nothing}
        ${
          person.isSelf
            ? nothing
            : html`<button type="button" class="quiet" aria-expanded=${isOpen} aria-label=${host.moreFor(person.name)} title=${host.more}
                @click=${() => this.#toggle(person)}>${icons.more}</button>`
        }
      </div>
      ${isOpen && !person.isSelf ? this.#buttons(person) : nothing}
    </li>`;
  }

  #buttons(person: PersonView): TemplateResult {
    const { host } = this.texts;
    const { actions, canModerate } = this;
    if (!actions) return html``;
    const why = whyNotAlone(person.speakAlone ?? null, this.texts);
    const button = (text: string, press: () => void) => html`<button type="button" @click=${press}>${text}</button>`;
    return html`<div class="buttons" role="group" aria-label=${host.moreFor(person.name)}>
      ${
        canModerate
          ? html`
              ${person.microphone === 'on' ? button(host.mute, () => actions.mute(person, 'microphone')) : nothing}
              ${person.microphone === 'off' ? button(host.askToUnmute, () => actions.askToUnmute(person, 'microphone')) : nothing}
              ${person.camera ? button(host.muteCamera, () => actions.mute(person, 'camera')) : nothing}
              ${!person.camera && person.role !== 'observer' ? button(host.askForCamera, () => actions.askToUnmute(person, 'camera')) : nothing}
              ${this.#spotlight(person, actions)}
              ${this.#sideRoom(person, actions)}
              ${person.screen || person.sharesSound ? button(host.stopScreen, () => actions.mute(person, 'screen')) : nothing}`
          : nothing
      }
      ${button(host.putBack, () => actions.putBack(person))}
      ${canModerate ? button(host.remove, () => actions.remove(person)) : nothing}
      ${canModerate && why !== '' ? html`<p class="hint" id="why">${why}</p>` : nothing}
    </div>`;
  }

  #sideRoom({ id, speakAlone }: PersonView, actions: HostActions): TemplateResult | typeof nothing {
    const { host } = this.texts;
    if (!speakAlone) return nothing;
    return speakAlone === 'free'
      ? html`<button type="button" @click=${() => actions.openSideRoom(id)}>${host.sideRoom}</button>`
      : html`<button type="button" disabled aria-describedby="why">${host.sideRoom}</button>`;
  }

  #spotlight(person: PersonView, actions: HostActions): TemplateResult | typeof nothing {
    const { host } = this.texts;
    if (person.role === 'observer') return nothing;
    const isLarge = this.spotlightId === person.id;
    return html`<button type="button" @click=${() => actions.setSpotlight(isLarge ? null : person.id)}>${isLarge ? host.spotlightOff : host.spotlight}</button>`;
  }

  #toggle(person: PersonView): void {
    this.openId = this.openId === person.id ? null : person.id;
    // The actions of the last person would be below the visible area.
    this.updateComplete.then(
      () => this.renderRoot.querySelector('.buttons')?.scrollIntoView({ block: 'nearest' }),
      () => {},
    );
  }
}

function whyNotAlone(speakAlone: SpeakAlone | null, { host }: Texts): string {
  if (speakAlone === 'host-busy') return host.oneTalk;
  return speakAlone === 'person-busy' ? host.askedByOther : '';
}
