/** Requests about a check-in. */
import { type Params, requests } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import { newId } from '../../core/secrets/random.ts';
import { command } from './route.ts';

function questionIn({ question, sealed }: Params<'startCheckIn'>) {
  if ((question === undefined) === (sealed === undefined))
    throw new AppError('invalid-params', 'either /question or /sealed is required, and not both');
  return { question: question ?? null, ...(sealed && { sealed }) };
}

function answerIn({ value, sealed }: Params<'answerCheckIn'>) {
  if ((value === undefined) === (sealed === undefined))
    throw new AppError('invalid-params', 'either /value or /sealed is required, and not both');
  return { value: value ?? null, ...(sealed && { sealed }) };
}

export const checkInRoutes = {
  startCheckIn: command(requests.startCheckIn, (actor, params) => ({
    type: 'startCheckIn',
    actor,
    id: newId('q'),
    ...questionIn(params),
  })),
  shareCheckIn: command(requests.shareCheckIn, (actor, params) => ({ type: 'shareCheckIn', actor, ...params })),
  answerCheckIn: command(requests.answerCheckIn, (actor, params) => ({
    type: 'answerCheckIn',
    actor,
    checkInId: params.checkInId,
    ...answerIn(params),
  })),
  endCheckIn: command(requests.endCheckIn, (actor, params) => ({ type: 'endCheckIn', actor, ...params })),
};
