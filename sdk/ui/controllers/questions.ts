/** Builds from the texts the questions that people are asked before something happens to them or to others. Pure. */
import type { Question } from '../elements/shared/dialogs/confirm-dialog.ts';
import type { Texts } from '../texts/texts.ts';
import type { Source } from '../views/view-types.ts';

type Dialogs = Texts['dialogs'];

export function leaveQuestion(dialogs: Dialogs, isHost: boolean): Question {
  const body = isHost ? dialogs.leaveHostBody : dialogs.leaveBody;
  return { title: dialogs.leave, body, confirm: dialogs.leaveConfirm, cancel: dialogs.cancel, kind: 'danger' };
}

export function unmuteQuestion(dialogs: Dialogs, source: Source): Question {
  const [title, body, confirm, cancel] =
    source === 'camera'
      ? [dialogs.showCamera, dialogs.showCameraBody, dialogs.showCameraConfirm, dialogs.stayHidden]
      : [dialogs.unmute, dialogs.unmuteBody, dialogs.unmuteConfirm, dialogs.stayMuted];
  return { title, body, confirm, cancel, kind: 'calm' };
}

export function withdrawQuestion(dialogs: Dialogs): Question {
  return {
    title: dialogs.withdraw,
    body: dialogs.withdrawBody,
    confirm: dialogs.withdrawConfirm,
    cancel: dialogs.withdrawCancel,
    kind: 'danger',
  };
}

export function endQuestion(dialogs: Dialogs): Question {
  return {
    title: dialogs.end,
    body: dialogs.endBody,
    confirm: dialogs.endConfirm,
    cancel: dialogs.cancel,
    kind: 'danger',
    reasonLabel: dialogs.endMessage,
  };
}

export function helpQuestion(dialogs: Dialogs): Question {
  return {
    title: dialogs.help,
    body: dialogs.helpBody,
    confirm: dialogs.helpConfirm,
    cancel: dialogs.cancel,
    reasonLabel: dialogs.helpNote,
    kind: 'calm',
  };
}

export function answerQuestion(dialogs: Dialogs, name: string): Question {
  return {
    title: dialogs.answer(name),
    body: dialogs.answerBody,
    confirm: dialogs.answerConfirm,
    cancel: dialogs.cancel,
    reasonLabel: dialogs.answerText,
    kind: 'calm',
  };
}

export function messageQuestion(dialogs: Dialogs, name: string): Question {
  return {
    title: dialogs.message(name),
    body: dialogs.messageBody,
    confirm: dialogs.messageConfirm,
    cancel: dialogs.cancel,
    reasonLabel: dialogs.messageText,
    kind: 'calm',
  };
}

export function circleQuestion(dialogs: Dialogs): Question {
  return {
    title: dialogs.openCircle,
    body: dialogs.openCircleBody,
    confirm: dialogs.openCircleConfirm,
    cancel: dialogs.cancel,
    kind: 'calm',
  };
}

/** Asked before breakout groups start in which a person would be alone. */
export function aloneQuestion(dialogs: Dialogs, alone: readonly { group: string; name: string }[]): Question {
  const [first] = alone;
  const title =
    alone.length === 1 && first ? dialogs.alone(first.name, first.group) : dialogs.severalAlone(alone.length);
  const names = alone.map(({ name, group }) => dialogs.aloneIn(name, group)).join(' ');
  const body = alone.length === 1 ? dialogs.aloneBody : `${names} ${dialogs.aloneBody}`;
  return { title, body, confirm: dialogs.aloneConfirm, cancel: dialogs.aloneCancel, kind: 'calm' };
}

/** Asked before a person is admitted because of whom encryption ends for everybody. */
export function unencryptedQuestion({ encryption }: Texts, name: string): Question {
  return {
    title: encryption.question(name),
    body: encryption.questionBody(name),
    confirm: encryption.questionConfirm,
    cancel: encryption.questionCancel,
    kind: 'calm',
  };
}

/** @param again true: some have declined and are asked again */
export function consentQuestion(dialogs: Dialogs, name: string, again: boolean): Question {
  const act = again ? 'askAgain' : 'askConsent';
  return {
    title: dialogs[act](name),
    body: dialogs[`${act}Body`],
    confirm: dialogs[`${act}Confirm`],
    cancel: dialogs.cancel,
    kind: 'calm',
  };
}

/** With a field for a message to the person, and for `deny` and `remove` a checkbox that refuses them from now on. */
export function aboutPersonQuestion(dialogs: Dialogs, act: 'deny' | 'remove' | 'putBack', name: string): Question {
  const shared = { cancel: dialogs.cancel, reasonLabel: dialogs.reason, kind: 'danger' } as const;
  const question = {
    ...shared,
    title: dialogs[act](name),
    body: dialogs[`${act}Body`],
    confirm: dialogs[`${act}Confirm`],
  };
  return act === 'putBack' ? question : { ...question, banLabel: dialogs.ban };
}
