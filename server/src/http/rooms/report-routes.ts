/** Reports for the owner of a room: who was there for how long, and who accepted the agreement. */
import { AgreementReceiptList, type Attendance, AttendanceList, ListAttendance } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import type { AccessLog } from '../../audit/access-log.ts';
import type { RoomRegistry } from '../../rooms/registry.ts';
import { errors, RoomParams } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';
import { formatCsv } from './csv.ts';
import { attendanceView, receiptView } from './room-views.ts';

const tags = ['reports'];
const columns = ['seatId', 'role', 'label', 'firstAdmittedAt', 'lastLeftAt', 'secondsPresent'] as const;

export function registerReports(api: Api, registry: RoomRegistry, access: AccessLog): void {
  registerAttendance(api, registry, access);
  const schema = {
    tags,
    operationId: 'listAgreements',
    summary: 'List receipts of the agreement: which seat accepted which version, and when',
    description: 'Kept with opaque ids after the room has ended; deleted with the room.',
    params: RoomParams,
    response: { 200: AgreementReceiptList, ...errors({ 404: '`not-found`' }) },
  };
  api.get('/rooms/:roomId/agreements', { schema }, async ({ params: { roomId }, adminKeyId }) => {
    const receipts = await registry.receipts(roomId);
    await access.noteRead({ what: 'agreements.read', roomId, apiKeyId: adminKeyId });
    return { agreements: receipts.map(receiptView) };
  });
}

function registerAttendance(api: Api, registry: RoomRegistry, access: AccessLog): void {
  const schema = {
    tags,
    operationId: 'listAttendance',
    summary: 'Report how long each person was present, as JSON or CSV',
    description: 'Kept with opaque ids and without labels after the room has ended.',
    params: RoomParams,
    querystring: ListAttendance,
    response: {
      200: {
        description: 'Ordered by first admission',
        content: { 'application/json': { schema: AttendanceList }, 'text/csv': { schema: Type.String() } },
      },
      ...errors({ 404: '`not-found`' }),
    },
  };
  api.get(
    '/rooms/:roomId/attendance',
    { schema },
    async ({ params: { roomId }, query, headers, adminKeyId }, reply) => {
      const labels = query.labels === 'true';
      const attendance = (await registry.attendance(roomId, { labels })).map(attendanceView);
      const detail = labels ? { detail: { labels: 'true' } } : {};
      await access.noteRead({ what: 'attendance.read', roomId, apiKeyId: adminKeyId, ...detail });
      reply.header('vary', 'Accept');
      if (!wantsCsv(query, headers.accept)) return reply.type('application/json').send({ attendance });
      return reply.type('text/csv; charset=utf-8').send(formatCsv(columns, attendance.map(toCells)));
    },
  );
}

const wantsCsv = ({ format }: ListAttendance, accept = ''): boolean =>
  format === undefined ? /^\s*text\/csv\b/i.test(accept) : format === 'csv';

const toCells = (row: Attendance) => columns.map((column) => row[column]);
