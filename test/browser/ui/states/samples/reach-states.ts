import { html, render, type TemplateResult } from 'lit';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { callPage } from './state-parts.ts';
import { call, group, hosting, longName, person, pictureOf } from './states.ts';

const arabicName = 'الدكتورة ليلى عبد الرحمن بنت عبد العزيز آل الشيخ من مدينة بغداد القديمة';

/** The same page drawn twice, to see the effect of the change. */
function changed(before: TemplateResult, after: TemplateResult): TemplateResult {
  setTimeout(() => {
    const frame = document.querySelector('state-frame');
    if (frame) render(after, frame);
  }, 50);
  return before;
}

export const reachStates: Record<string, () => TemplateResult> = {
  'gallery-own-name': () =>
    callPage(
      call([
        person(0, { name: arabicName }),
        person(1, { name: longName }),
        person(2, { name: longName, isSelf: true }),
      ]),
    ),
  'gallery-screen-name': () =>
    callPage(call([person(0, { name: longName, screen: pictureOf(9, { width: 640, height: 360 }) }), person(1)])),
  'self-view-hidden': () => {
    const people = group(4);
    return callPage(call(people, { shown: people.filter(({ isSelf }) => !isSelf), selfViewHidden: true }));
  },
  'chat-opens': () => changed(callPage(call(group(2))), callPage(call(group(2), { panel: 'chat' }))),
  'last-minute': () =>
    callPage(
      call(group(4), { room: { title: 'Tuesday group', locked: false, endsAtMs: Date.now() + 45_000, held: null } }),
    ),
  'last-minute-host': () =>
    callPage(
      call(group(4), {
        host: hosting(),
        room: { title: 'Tuesday group', locked: true, endsAtMs: Date.now() + 45_000, held: null },
      }),
    ),
  'closed-on-time': () =>
    html`<hearthroom-closed-page .reason=${'room-ended'} .onTime=${true}></hearthroom-closed-page>`,
  'closed-replaced': () => html`<hearthroom-closed-page .reason=${'replaced'}></hearthroom-closed-page>`,
  'passcode-host': () =>
    html`<hearthroom-passcode-page .isHost=${true} .texts=${englishTexts}></hearthroom-passcode-page>`,
};
