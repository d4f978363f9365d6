/** Explains over REST why somebody was not heard or seen; same as `npm run explain`, for the owner of the room. */
import { MediaStory, TellMediaStory } from '@hearthroom/sdk/protocol';
import type { AccessLog } from '../../audit/access-log.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { EvidenceSource } from '../../journal/story/evidence.ts';
import { tellStory } from '../../journal/story/tell-story.ts';
import { errors, RoomParams } from '../schemas/http-schemas.ts';
import { formatInstant, readInstant } from '../schemas/instant.ts';
import type { Api } from '../schemas/typebox-provider.ts';

const maxStretchMs = 86_400_000;

export function registerMediaStory(api: Api, evidence: EvidenceSource, access: AccessLog): void {
  const schema = {
    tags: ['reports'],
    operationId: 'tellMediaStory',
    summary: 'Report media events of a period, and why one seat did not receive another one',
    description:
      'Records are kept for HEARTHROOM_MEDIA_JOURNAL_DAYS with opaque ids, also after the room has ended; they are deleted with the room. Events of the last few seconds may be missing.',
    params: RoomParams,
    querystring: TellMediaStory,
    response: { 200: MediaStory, ...errors({ 404: '`not-found`' }) },
  };
  api.get('/rooms/:roomId/media-story', { schema }, async ({ params: { roomId }, query, adminKeyId }) => {
    const { listener, speaker, source = 'microphone' } = query;
    const { from, to, at } = readTimes(query);
    const found = await evidence.findEvidence(roomId, from, to);
    if (!found.isRoomKnown) throw new AppError('not-found');
    await access.noteRead({ what: 'media-story.read', roomId, apiKeyId: adminKeyId });
    const { names, lines, answers, missing } = tellStory(found, { from, to, listener, speaker, source, at });
    return {
      names,
      lines: lines.map((line) => ({ ...line, at: formatInstant(line.at) })),
      answers: answers.map((answer) => ({ ...answer, from: formatInstant(answer.from), to: formatInstant(answer.to) })),
      missing,
    };
  });
}

function readTimes(query: TellMediaStory): { from: number; to: number; at: number | undefined } {
  const from = readInstant('querystring.from', query.from);
  const to = readInstant('querystring.to', query.to);
  const at = query.at === undefined ? undefined : readInstant('querystring.at', query.at);
  if (to <= from || to - from > maxStretchMs)
    throw new AppError('invalid-params', 'querystring.to: must be after from, by at most 24 hours');
  if (at !== undefined && (at < from || at > to))
    throw new AppError('invalid-params', 'querystring.at: must not be before from, nor after to');
  return { from, to, at };
}
