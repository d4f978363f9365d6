/** LiveKit's RoomService: JSON over HTTP (Twirp). */
import { type ApiKey, signGrants } from './livekit-token.ts';

export class RoomService {
  readonly #url: string;
  readonly #key: ApiKey;

  /** @param url http://host:port */
  constructor(url: string, key: ApiKey) {
    [this.#url, this.#key] = [url, key];
  }

  /** A room in which nobody is stays for an hour. */
  async createRoom(name: string): Promise<void> {
    await this.#call('CreateRoom', { name, empty_timeout: 3_600, departure_timeout: 3_600 }, { roomCreate: true });
  }

  /** @returns their names */
  async listRooms(): Promise<string[]> {
    const { rooms } = await this.#call('ListRooms', {}, { roomList: true });
    return Array.isArray(rooms) ? rooms.map((room: unknown) => String(Object(room).name)) : [];
  }

  /** Asks as well that tokens that were issued until now are revoked; servers that can't do it ignore that. */
  async removeParticipant(room: string, identity: string): Promise<void> {
    const revokeTokenTs = String(Math.ceil(Date.now() / 1_000));
    const call = { room, identity, revoke_token_ts: revokeTokenTs };
    await this.#call('RemoveParticipant', call, { roomAdmin: true, room });
  }

  /** Lets a participant publish and subscribe whose token does not. */
  async permitMedia(room: string, identity: string): Promise<void> {
    const permission = { can_publish: true, can_subscribe: true, can_publish_data: true };
    await this.#call('UpdateParticipant', { room, identity, permission }, { roomAdmin: true, room });
  }

  async #call(
    method: string,
    body: object,
    grants: Parameters<typeof signGrants>[1],
  ): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.#url}/twirp/livekit.RoomService/${method}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${signGrants(this.#key, grants, 'backend')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`LiveKit's ${method}: ${answer.status} ${text.slice(0, 200)}`);
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  }
}
