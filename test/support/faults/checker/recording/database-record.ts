/** Records every committed version of each room, and every event of the outbox, in tables of the database itself. */
import { createHash } from 'node:crypto';
import type { RoomVersion, StoredSeat, WebhookNumber } from '../history.ts';
import { isFields } from './decision-of.ts';

export type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** With the rights of who records: nodes may have another user. */
const trigger = (name: string, body: string): string =>
  `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN ${body} RETURN NULL; END $$;`;

const columns = 'room, owner, epoch, revision, adopted, phase, chain_seq, chain_hash, last_event, state, is_deleted';
const valuesOf = (row: string, isDeleted: boolean): string =>
  `${row}.id, ${row}.owner, ${row}.epoch, ${row}.revision, ${row}.adopted, ${row}.phase, ${row}.chain_seq, ${row}.chain_hash,
    ${row}.last_event, ${row}.state, ${isDeleted}`;

const record = `
  CREATE TABLE recorded_rooms (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at double precision NOT NULL,
    room text, owner text, epoch double precision, revision double precision, adopted boolean, phase text,
    chain_seq double precision, chain_hash text, last_event double precision, state text, is_deleted boolean,
    address text, port integer);
  CREATE TABLE recorded_events (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, room text, sequence double precision);
  ${trigger(
    'record_room',
    `IF TG_OP = 'DELETE' THEN
      INSERT INTO recorded_rooms (at, address, port, ${columns}) VALUES (extract(epoch FROM clock_timestamp()) * 1000,
        host(inet_client_addr()), inet_client_port(), ${valuesOf('OLD', true)});
    ELSE
      INSERT INTO recorded_rooms (at, address, port, ${columns}) VALUES (extract(epoch FROM clock_timestamp()) * 1000,
        host(inet_client_addr()), inet_client_port(), ${valuesOf('NEW', false)});
    END IF;`,
  )}
  ${trigger('record_event', 'INSERT INTO recorded_events (room, sequence) VALUES (NEW.room_id, NEW.sequence);')}
  CREATE TRIGGER record_room AFTER INSERT OR UPDATE OR DELETE ON rooms FOR EACH ROW EXECUTE FUNCTION record_room();
  CREATE TRIGGER record_event AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION record_event();`;

/** Call when a node has made the tables, and before there are rooms. */
export async function recordDatabase(query: Query): Promise<void> {
  await query(record);
}

/** The database's clock minus the monotonic clock of this process, in milliseconds. */
export async function measureClock(query: Query): Promise<number> {
  const samples: { offsetMs: number; tookMs: number }[] = [];
  for (let count = 0; count < 5; count += 1) {
    const sentAt = performance.now();
    const [row] = await query('SELECT extract(epoch FROM clock_timestamp())::double precision * 1000 AS now');
    const answeredAt = performance.now();
    samples.push({ offsetMs: Number(row?.now) - (sentAt + answeredAt) / 2, tookMs: answeredAt - sentAt });
  }
  return samples.reduce((best, one) => (one.tookMs < best.tookMs ? one : best)).offsetMs;
}

/** @param nameOf the node that uses a connection from this address; null: not known */
export async function readVersions(
  query: Query,
  nameOf: (address: string, port: number, at: number) => string | null,
): Promise<RoomVersion[]> {
  const nodes = new Map(
    (await query('SELECT incarnation, name FROM nodes')).map(({ incarnation, name }) => [
      String(incarnation),
      String(name),
    ]),
  );
  const rows = await query('SELECT * FROM recorded_rooms ORDER BY number');
  return rows.map((row) => {
    const owner = row.owner === null ? null : String(row.owner);
    const state = String(row.state);
    return {
      room: String(row.room),
      at: Number(row.at),
      owner,
      epoch: Number(row.epoch),
      revision: Number(row.revision),
      adopted: row.adopted === true,
      phase: String(row.phase),
      chainSeq: Number(row.chain_seq),
      chainHash: String(row.chain_hash),
      lastEvent: Number(row.last_event),
      isDeleted: row.is_deleted === true,
      writer: row.address === null ? null : nameOf(String(row.address), Number(row.port), Number(row.at)),
      ownerName: owner === null ? null : (nodes.get(owner) ?? null),
      stateHash: createHash('sha256').update(state).digest('hex'),
      ...readState(state),
    };
  });
}

function readState(text: string): Pick<RoomVersion, 'title' | 'seats'> {
  const state: unknown = JSON.parse(text);
  if (!isFields(state) || !isFields(state.settings) || !isFields(state.seats))
    throw new Error('a stored room has no seats');
  const seats = Object.entries(state.seats).flatMap(([id, seat]): [string, StoredSeat][] =>
    isFields(seat)
      ? [[id, { state: String(seat.state), banned: seat.banned === true, waitingSince: Number(seat.waitingSince) }]]
      : [],
  );
  return { title: String(state.settings.title), seats: Object.fromEntries(seats) };
}

export async function readEvents(query: Query): Promise<WebhookNumber[]> {
  const rows = await query('SELECT room, sequence FROM recorded_events ORDER BY number');
  return rows.map(({ room, sequence }) => ({ room: String(room), sequence: Number(sequence) }));
}
