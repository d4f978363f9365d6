/** Notices about the turns of a go-round: this person's own, the next one, and the controls for hosts. */
import type { RoomView as SessionRoom } from '../../src/index.ts';
import type { SessionController } from '../controllers/session-controller.ts';
import type { Texts } from '../texts/texts.ts';
import type { CallView, NoticeView } from '../views/view-types.ts';

type View = Pick<CallView, 'host' | 'panel' | 'people' | 'mask'>;
type Round = NonNullable<SessionRoom['goRound']>;
type Button = NonNullable<NoticeView['buttons']>[number];

interface Scene {
  round: Round;
  turnId: string;
  /** Name of the person whose turn it is. */
  name: string;
  ownId: string;
  /** This person moderates, and the panel with the same content is closed. */
  leads: boolean;
  texts: Texts['round'];
}

/** @param view everything that is shown except notices */
export function turnNotices(controller: SessionController, { round: texts }: Texts, view: View): NoticeView[] {
  const { session } = controller;
  const round = session.room?.goRound;
  const turnId = round?.order[round.turn];
  const leads = view.host?.canModerate === true && view.panel !== 'people';
  if (!round || turnId === undefined) return leads ? overNotices(controller, texts, view) : [];
  const ownId = session.localParticipant.id;
  const scene: Scene = { round, turnId, name: nameIn(view, turnId), ownId, leads, texts };
  const undo = leads ? undoButtons(controller, texts, view) : [];
  return [
    ...presentNotices(controller, scene, undo),
    ...nextNotices(scene),
    ...ownMissedNotices(controller, scene),
    ...(leads && view.mask !== 'masked' ? missedNotices(controller, scene, view) : []),
  ];
}

const nameIn = ({ people }: View, id: string): string => people.find((person) => person.id === id)?.name ?? '';

/** The current turn: for its holder, for hosts, and for the others while it is paused. */
function presentNotices(controller: SessionController, scene: Scene, undo: Button[]): NoticeView[] {
  const { session, own, controls } = controller;
  const { round, turnId, ownId, leads, texts, name } = scene;
  const { turnEndsAt, passesAt } = round;
  const isOwn = turnId === ownId;
  if (isOwn && session.state === 'reconnecting')
    return [{ id: 'turn', kind: 'calm', text: texts.yoursPaused['connection-lost'] }];
  const reason = reasonOf(round);
  const pass = { label: texts.pass, press: () => own.passTurn() };
  if (isOwn && reason)
    return [
      { id: 'turn', kind: 'calm', text: texts.yoursPaused[reason], buttons: [{ ...pass, quiet: true }, ...undo] },
    ];
  if (isOwn || leads) {
    const notice: NoticeView = {
      id: 'turn',
      kind: isOwn ? 'important' : 'calm',
      text: isOwn ? texts.yourTurn : reason ? texts.hostPaused[reason](name) : texts.now(name),
      buttons: [isOwn ? pass : { label: texts.next, press: () => controls.nextTurn() }, ...undo],
    };
    if (turnEndsAt !== null) notice.countdown = { untilMs: turnEndsAt, withTime: texts.yourTurnTime };
    else if (passesAt !== undefined) notice.countdown = { untilMs: passesAt, withTime: texts.passesIn };
    return [notice];
  }
  // While the session is held, another notice says why.
  return reason && reason !== 'held' ? [{ id: 'turn', kind: 'calm', text: texts.othersPaused[reason](name) }] : [];
}

/** Why the turn is paused; undefined while it runs. Older servers report only a host's pause. */
export const reasonOf = ({ pausedBecause, state }: Round): Round['pausedBecause'] =>
  pausedBecause ?? (state === 'paused' ? 'by-host' : undefined);

function nextNotices({ round, ownId, texts, name }: Scene): NoticeView[] {
  if (round.order[round.turn + 1] !== ownId) return [];
  return [{ id: 'turn-next', kind: 'calm', text: texts.youAreNext(name) }];
}

function ownMissedNotices({ own }: SessionController, { round, ownId, texts }: Scene): NoticeView[] {
  if (!round.missed?.includes(ownId)) return [];
  const buttons = [
    { label: texts.takeNext, press: () => own.answerMissedTurn('next') },
    { label: texts.takeAtEnd, press: () => own.answerMissedTurn('end') },
    { label: texts.takeNever, press: () => own.answerMissedTurn('never'), quiet: true },
  ];
  return [{ id: 'turn-missed', kind: 'important', text: texts.missedOwn, buttons }];
}

/** For hosts: who may get their missed turn. */
function missedNotices({ controls }: SessionController, { round, ownId, texts }: Scene, view: View): NoticeView[] {
  return (round.missed ?? [])
    .filter((id) => id !== ownId)
    .map((id) => {
      const name = nameIn(view, id);
      const buttons = [
        { label: texts.giveTo(name), press: () => controls.giveTurn(id, 'now') },
        { label: texts.takeAtEnd, press: () => controls.giveTurn(id, 'end'), quiet: true },
      ];
      return { id: `turn-missed ${id}`, kind: 'calm', text: texts.missed(name), buttons };
    });
}

function undoButtons({ session, controls }: SessionController, texts: Texts['round'], view: View): Button[] {
  const undo = session.room?.turnUndo;
  if (!undo) return [];
  const isOwn = undo.participantId === session.localParticipant.id;
  const label = isOwn ? texts.undoOwn : texts.undo(nameIn(view, undo.participantId));
  return [{ label, press: () => controls.undoTurn(), quiet: true }];
}

/** For hosts: the last turn was ended or the round was stopped, and this can be undone. */
function overNotices(controller: SessionController, texts: Texts['round'], view: View): NoticeView[] {
  const buttons = undoButtons(controller, texts, view);
  return buttons.length === 0 ? [] : [{ id: 'turn', kind: 'calm', text: texts.over, buttons }];
}
