import { html, type TemplateResult } from 'lit';
import { leaveQuestion } from '../controllers/questions.ts';
import type { SessionController } from '../controllers/session-controller.ts';
import type { Texts } from '../texts/texts.ts';
import { callViewOf } from './page-views.ts';
import { smallViewOf } from './small-view.ts';

/**
 * What is drawn in the small window.
 * @param isAsked a question is open above the session
 */
export function smallWindowContent(controller: SessionController, isAsked: boolean, texts: Texts): TemplateResult {
  const { session, own, transient, isHost, page } = controller;
  const context = { speakerId: transient.speakerId, isAsked };
  const view = page === 'call' ? smallViewOf(callViewOf(controller, texts), context, texts) : null;
  return html`<hearthroom-small-call .view=${view} .actions=${own} .question=${leaveQuestion(texts.dialogs, isHost)} .leave=${() => controller.leaveAtOnce()}
    .clock=${() => session.serverNow()} .texts=${texts}></hearthroom-small-call>`;
}
