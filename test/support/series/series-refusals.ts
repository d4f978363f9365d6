/** How to provoke each refusal of calls about series, by the call and the code in the document. */
import type { Answer, RestServer } from '../server/rest/rest-server.ts';

const body = { start: '2031-01-07T18:00', timeZone: 'UTC', rule: 'FREQ=WEEKLY', lengthMinutes: 60 };
const first = '20310107T180000';
const anyVersion = { 'if-match': '*' };

async function createSeries({ call }: RestServer, more: object = {}): Promise<string> {
  return `/v1/series/${(await call('POST', '/v1/series', { body: { ...body, ...more } })).body.id}`;
}

/** One that has begun long ago. */
const past = (rest: RestServer) => createSeries(rest, { start: '2021-01-05T18:00' });
const pastOne = '/occurrences/20210105T180000';
const none = '/v1/series/s-none';

type Refusals = Record<string, (rest: RestServer) => Promise<Answer>>;

export const seriesRefusals: Refusals = {
  'createSeries conflict': async ({ call }) => {
    const headers = { 'idempotency-key': 'once' };
    await call('POST', '/v1/series', { headers, body });
    return call('POST', '/v1/series', { headers, body: { ...body, lengthMinutes: 90 } });
  },
  'getSeries not-found': ({ call }) => call('GET', none),
  'updateSeries not-found': ({ call }) => call('PATCH', none, { body: { lengthMinutes: 90 }, headers: anyVersion }),
  'updateSeries precondition-failed': async (rest) =>
    rest.call('PATCH', await createSeries(rest), { body: { lengthMinutes: 90 }, headers: { 'if-match': '"99"' } }),
  'updateSeries precondition-required': async (rest) =>
    rest.call('PATCH', await createSeries(rest), { body: { lengthMinutes: 90 } }),
  'deleteSeries not-found': ({ call }) => call('DELETE', none),
  'putMember not-found': ({ call }) => call('PUT', `${none}/members/p-1`, { body: { name: 'Anna', role: 'client' } }),
  'removeMember not-found': async (rest) => rest.call('DELETE', `${await createSeries(rest)}/members/p-none`),
  'getCalendarFile not-found': async (rest) =>
    rest.call('GET', `${await createSeries(rest)}/members/p-none/calendar.ics`),
  'getCalendarFileWithLink not-found': async (rest) => {
    const members = [{ id: 'p-1', name: 'Anna', role: 'client' }];
    const url = await createSeries(rest, { members });
    const invited = await rest.call('POST', `${url}/invitations`, { body: { memberId: 'p-1' } });
    // Between its check and its file the series may be gone.
    const get = rest.sqlite.series.get.bind(rest.sqlite.series);
    rest.sqlite.series.get = async () => null;
    const link = `https://calls.example.org${invited.body.path}`;
    const answer = await rest.call('POST', `${url}/members/p-1/calendar.ics`, { body: { link } });
    rest.sqlite.series.get = get;
    return answer;
  },
  'createSeriesInvitation not-found': async (rest) =>
    rest.call('POST', `${await createSeries(rest)}/invitations`, { body: { memberId: 'p-none' } }),
  'listSeriesInvitations not-found': ({ call }) => call('GET', `${none}/invitations`),
  'revokeSeriesInvitation not-found': ({ call }) => call('DELETE', `${none}/invitations/i-none`),
  'listOccurrences not-found': ({ call }) => call('GET', `${none}/occurrences`),
  'skipOccurrence not-found': async (rest) =>
    rest.call('POST', `${await createSeries(rest)}/occurrences/20310108T180000/skip`),
  'skipOccurrence too-late': async (rest) => rest.call('POST', `${await past(rest)}${pastOne}/skip`),
  'moveOccurrence not-found': ({ call }) =>
    call('POST', `${none}/occurrences/${first}/move`, { body: { start: '2031-01-08T18:00' } }),
  'moveOccurrence too-late': async (rest) =>
    rest.call('POST', `${await past(rest)}${pastOne}/move`, { body: { start: '2031-01-08T18:00' } }),
  'moveOccurrence occurrence-taken': async (rest) =>
    rest.call('POST', `${await createSeries(rest)}/occurrences/${first}/move`, { body: { start: '2031-01-14T18:00' } }),
  'restoreOccurrence not-found': ({ call }) => call('POST', `${none}/occurrences/${first}/restore`),
  'restoreOccurrence too-late': async (rest) => rest.call('POST', `${await past(rest)}${pastOne}/restore`),
  'restoreOccurrence occurrence-taken': async (rest) => {
    const url = await createSeries(rest);
    await rest.call('POST', `${url}/occurrences/${first}/skip`);
    const start = '2031-01-07T18:30';
    await rest.call('POST', `${url}/occurrences/20310114T180000/move`, { body: { start } });
    return rest.call('POST', `${url}/occurrences/${first}/restore`);
  },
};
