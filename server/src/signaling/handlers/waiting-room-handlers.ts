/** Requests about entering: by people who wait, and by hosts about them. */
import { requests } from '@hearthroom/sdk/protocol';
import type { EntryRef } from '../../rooms/machine/index.ts';
import { apply, command, route } from './route.ts';
import { writtenIn } from './written.ts';

const toWire = ({ seatId, epoch }: EntryRef) => ({ participantId: seatId, epoch });

export const waitingRoomRoutes = {
  admit: command(requests.admit, (actor, { participantId, epoch, unencrypted = false }) => ({
    type: 'admit',
    actor,
    entries: [{ seatId: participantId, epoch }],
    all: false,
    unencrypted,
  })),
  admitAll: route(requests.admitAll, async (caller, { entries }) => {
    const refs = entries.map(({ participantId, epoch }) => ({ seatId: participantId, epoch }));
    const {
      admitted = [],
      skipped = [],
      admittedEntries = [],
      skippedEntries = [],
    } = await apply(caller, (actor) => ({
      type: 'admit',
      actor,
      entries: refs,
      all: true,
    }));
    return {
      admitted,
      skipped,
      admittedEntries: admittedEntries.map(toWire),
      skippedEntries: skippedEntries.map((entry) => ({ ...toWire(entry), code: entry.code })),
    };
  }),
  deny: command(requests.deny, (actor, { participantId, epoch, ban = false, ...reason }) => ({
    type: 'deny',
    actor,
    seatId: participantId,
    epoch,
    ban,
    ...reason,
  })),
  putInWaitingRoom: command(requests.putInWaitingRoom, (actor, { participantId, ...reason }) => ({
    type: 'putInWaitingRoom',
    actor,
    seatId: participantId,
    ...reason,
  })),
  messageWaiting: command(requests.messageWaiting, (actor, { participantId = null, text }) => ({
    type: 'messageWaiting',
    actor,
    seatId: participantId,
    text,
  })),

  // By connection and not by seat: a second device accepts only for itself.
  acceptAgreement: route(requests.acceptAgreement, async ({ room, connectionId }, { version }) => {
    await room.apply({ type: 'acceptAgreement', connectionId, version });
    return {};
  }),
  withdrawAgreement: route(requests.withdrawAgreement, async ({ room, connectionId }) => {
    await room.apply({ type: 'withdrawAgreement', connectionId });
    return {};
  }),

  openPreview: command(requests.openPreview, (actor, { participantId, epoch }) => ({
    type: 'openPreview',
    actor,
    seatId: participantId,
    epoch,
  })),
  closePreview: command(requests.closePreview, (actor) => ({ type: 'closePreview', actor })),
  answerMeeting: route(requests.answerMeeting, async ({ room, connectionId }, { participantId, accept }) => {
    await room.apply({ type: 'answerMeeting', connectionId, hostId: participantId, accept });
    return {};
  }),
  sendPreviewText: route(requests.sendPreviewText, async ({ room, connectionId }, params) => {
    await room.apply({ type: 'sendPreviewText', connectionId, ...writtenIn(params) });
    return {};
  }),

  askConsent: command(requests.askConsent, (actor, { participantId, epoch }) => ({
    type: 'askConsent',
    actor,
    seatId: participantId,
    epoch,
  })),
  answerConsent: command(requests.answerConsent, (actor, { participantId, consent }) => ({
    type: 'answerConsent',
    actor,
    seatId: participantId,
    consent,
  })),
};
