/** Records all calls of the media layer to the room, in order, and waits for further ones. */
import type { ConsumerDescription, MediaDegradation } from '@hearthroom/sdk/protocol';
import type { RoomMediaHandlers, SeatQuality, SpeakerLevel } from '../../../server/src/rooms/ports.ts';
import { waitUntil } from './wait-until.ts';

export type Said =
  | { type: 'consumersAdded'; to: string; consumers: ConsumerDescription[] }
  | { type: 'consumerUpdated'; to: string; consumerId: string; paused: boolean }
  | { type: 'consumersClosed'; to: string; consumerIds: string[] }
  | { type: 'activeSpeakersChanged'; to: string; speakers: SpeakerLevel[] }
  | { type: 'mediaReset'; to: string }
  | { type: 'trackMuted'; to: string; trackId: string }
  | { type: 'mediaDegradationChanged'; to: string; degradation: MediaDegradation | null }
  | { type: 'connectionQualityChanged'; to: string; seats: SeatQuality[] }
  | { type: 'layersWanted'; to: string; trackId: string; spatialLayer: number }
  | { type: 'cutOff'; to: string }
  | { type: 'firstPacketSent'; to: string };

export class RecordedHandlers implements RoomMediaHandlers {
  readonly said: Said[] = [];

  consumersAdded(to: string, consumers: ConsumerDescription[]): void {
    this.said.push({ type: 'consumersAdded', to, consumers });
  }
  mediaDegradationChanged(to: string, degradation: MediaDegradation | null): void {
    this.said.push({ type: 'mediaDegradationChanged', to, degradation });
  }
  connectionQualityChanged(to: string, seats: SeatQuality[]): void {
    this.said.push({ type: 'connectionQualityChanged', to, seats });
  }
  layersWanted(to: string, trackId: string, spatialLayer: number): void {
    this.said.push({ type: 'layersWanted', to, trackId, spatialLayer });
  }
  consumerUpdated(to: string, consumerId: string, paused: boolean): void {
    this.said.push({ type: 'consumerUpdated', to, consumerId, paused });
  }
  consumersClosed(to: string, consumerIds: string[]): void {
    this.said.push({ type: 'consumersClosed', to, consumerIds });
  }
  activeSpeakersChanged(to: string, speakers: SpeakerLevel[]): void {
    this.said.push({ type: 'activeSpeakersChanged', to, speakers });
  }
  trackMuted(to: string, trackId: string): void {
    this.said.push({ type: 'trackMuted', to, trackId });
  }

  mediaReset(to: string): void {
    this.said.push({ type: 'mediaReset', to });
  }
  cutOff(to: string): void {
    this.said.push({ type: 'cutOff', to });
  }
  firstPacketSent(to: string): void {
    this.said.push({ type: 'firstPacketSent', to });
  }

  /** The calls for one seat. */
  to(seatId: string): Said[] {
    return this.said.filter(({ to }) => to === seatId);
  }

  /** Every consumer announced to a seat and not reported closed. */
  consumersOf(seatId: string): ConsumerDescription[] {
    const closed = new Set(
      this.to(seatId).flatMap((said) => (said.type === 'consumersClosed' ? said.consumerIds : [])),
    );
    return this.to(seatId)
      .flatMap((said) => (said.type === 'consumersAdded' ? said.consumers : []))
      .filter(({ consumerId }) => !closed.has(consumerId));
  }

  /** Waits until a seat has this number of consumers, and returns them. */
  async consumers(seatId: string, count: number): Promise<ConsumerDescription[]> {
    await waitUntil(() => this.consumersOf(seatId).length === count, `${seatId} has ${count} consumers`);
    return this.consumersOf(seatId);
  }

  /** Waits for the first call of a type for a seat. */
  async heard<T extends Said['type']>(seatId: string, type: T): Promise<Extract<Said, { type: T }>> {
    const isWanted = (said: Said): said is Extract<Said, { type: T }> => said.type === type;
    await waitUntil(() => this.to(seatId).some(isWanted), `${seatId} is told ${type}`);
    const found = this.to(seatId).find(isWanted);
    if (!found) throw new Error('unreachable');
    return found;
  }
}
