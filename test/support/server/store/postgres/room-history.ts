/** Everything that was ever stored in `rooms`, in its order, and whether it is what several nodes may bring about. */

/** What a node was told is stored. */
export interface Acknowledged {
  roomId: string;
  revision: number;
  /** The incarnation that wrote it. */
  by: string;
  /** A text that the stored state contains; null: the write left the state as it was. */
  marker: string | null;
}

interface Version {
  room: string;
  owner: string | null;
  epoch: number;
  revision: number;
  adopted: boolean;
  state: string;
  /** It was adopted from a node that was not gone, and had adopted it or was running. */
  is_taken: boolean | null;
}

type QueryRows = (sql: string) => Promise<Record<string, unknown>[]>;

/** From now on each version of each room is kept. */
export async function keepHistory(query: QueryRows): Promise<void> {
  await query(`
    CREATE TABLE history (id bigint GENERATED ALWAYS AS IDENTITY, room text, owner text, epoch int, revision int,
      adopted boolean, state text, is_taken boolean);
    CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO history (room, owner, epoch, revision, adopted, state, is_taken)
        VALUES (NEW.id, NEW.owner, NEW.epoch, NEW.revision, NEW.adopted, NEW.state, NEW.owner <> OLD.owner AND NEW.adopted
          AND EXISTS (SELECT FROM nodes WHERE incarnation = OLD.owner
            AND (nodes.state = 'running' OR (OLD.adopted AND nodes.state <> 'gone'))));
      RETURN NULL;
    END $$;
    CREATE TRIGGER keep AFTER INSERT OR UPDATE ON rooms FOR EACH ROW EXECUTE FUNCTION keep()`);
}

/** @returns what is wrong, one sentence each */
export async function problemsOfHistory(query: QueryRows, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const versions = (await query('SELECT * FROM history ORDER BY id')) as unknown as Version[];
  const rooms = Map.groupBy(versions, ({ room }) => room);
  return [...rooms].flatMap(([roomId, history]) => [
    ...problemsOfOwners(roomId, history),
    ...problemsOfRevisions(roomId, history),
    ...problemsOfAnswers(roomId, history, acknowledged),
  ]);
}

function problemsOfOwners(roomId: string, history: readonly Version[]): string[] {
  const problems: string[] = [];
  const owners = new Map<number, string | null>();
  for (const [index, { epoch, owner, adopted, is_taken: isTaken }] of history.entries()) {
    if (isTaken) problems.push(`${roomId}: in epoch ${epoch} it was taken from a node that was not gone`);
    if (epoch < (history[index - 1]?.epoch ?? epoch)) problems.push(`${roomId}: epoch ${epoch} came back`);
    if (!adopted) continue;
    if ((owners.get(epoch) ?? owner) !== owner) problems.push(`${roomId}: epoch ${epoch} has two owners`);
    owners.set(epoch, owner);
  }
  return problems;
}

function problemsOfRevisions(roomId: string, history: readonly Version[]): string[] {
  return history.flatMap((version, index) => {
    const before = history[index - 1];
    if (!before || version.revision === before.revision) return [];
    const isStep = version.revision === before.revision + 1;
    const isByOwner = version.owner === before.owner && version.epoch === before.epoch && before.adopted;
    if (isStep && isByOwner) return [];
    return [`${roomId}: revision ${version.revision} follows ${before.revision}, by its owner: ${isByOwner}`];
  });
}

function problemsOfAnswers(roomId: string, history: readonly Version[], all: readonly Acknowledged[]): string[] {
  const told = all.filter((one) => one.roomId === roomId);
  const twice = told.length - new Set(told.map(({ revision }) => revision)).size;
  const lost = told.filter(({ revision, by, marker }) => {
    const stored = history.find((version) => version.revision === revision);
    return stored?.owner !== by || (marker !== null && !stored.state.includes(marker));
  });
  return [
    ...(twice > 0 ? [`${roomId}: ${twice} revisions were acknowledged twice`] : []),
    ...lost.map(({ revision }) => `${roomId}: revision ${revision} was acknowledged and is not stored`),
  ];
}
