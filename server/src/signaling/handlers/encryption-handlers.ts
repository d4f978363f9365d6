/**
 * Requests that pass secrets of end-to-end encryption on, in boxes that the server can't open. For people in the group or
 * in a preview; the room decides who gets which box.
 */
import { requests } from '@hearthroom/sdk/protocol';
import type { SeatId } from '../../rooms/machine/index.ts';
import { type Caller, route } from './route.ts';

/** Also of a person who waits, in a preview: there each of the two has a secret of their own. */
const seatOf = ({ room, connectionId }: Caller): SeatId => room.occupancy.publishingSeatOf(connectionId);

export const encryptionRoutes = {
  sendKeys: route(requests.sendKeys, (caller, secret) => {
    caller.room.keys.send(seatOf(caller), secret);
    return {};
  }),
  acknowledgeKeys: route(requests.acknowledgeKeys, (caller, receipt) => {
    caller.room.keys.acknowledge(seatOf(caller), receipt);
    return {};
  }),
  requestKeys: route(requests.requestKeys, (caller, question) => {
    caller.room.keys.request(seatOf(caller), question);
    return {};
  }),
};
