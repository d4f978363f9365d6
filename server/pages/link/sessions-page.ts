/** The page of a member of a series: the next session of a client, or the coming sessions of a therapist. */
import type { PlannedSession, SeriesPlan } from '@hearthroom/sdk/protocol';
import {
  formatDate,
  formatDay,
  formatDayAndHours,
  formatDayAndTime,
  formatElsewhere,
  formatHours,
  formatMoment,
  type Reader,
} from './format-session.ts';
import { element } from './html.ts';
import { nextOf } from './plan.ts';
import type { PageTexts } from './texts/page-texts.ts';

export interface SessionsPage {
  plan: SeriesPlan;
  reader: Reader & { texts: PageTexts };
  onStart: (session: PlannedSession) => void;
}

/** The parts of the page, the heading first. */
export function sessionsPage(page: SessionsPage): HTMLElement[] {
  const next = nextOf(page.plan);
  if (!next) return nothingPlanned(page);
  return page.plan.isHost ? hostPage(page, next) : clientPage(page, next);
}

const heading = (text: string): HTMLElement => element('h1', { tabIndex: -1 }, text);
const line = (text: string, className = ''): HTMLElement => element('p', { className }, text);

function nothingPlanned({ plan, reader: { texts } }: SessionsPage): HTMLElement[] {
  const { noneHeading, none, ask } = texts.session;
  return [heading(noneHeading), ...(plan.isHost ? [] : [line(none), line(ask)])];
}

function clientPage(page: SessionsPage, next: PlannedSession): HTMLElement[] {
  const { plan, reader } = page;
  const { texts } = reader;
  const skipped = plan.sessions.filter((one) => one.isSkipped && one.startsAt < next.startsAt);
  return [
    heading(texts.client.heading),
    ...skipped.map(({ startsAt }) => line(texts.session.skippedOn(formatDay(startsAt, reader)), 'hint')),
    card(page, next, [
      line(
        next.entersAt > plan.now ? texts.client.opens(formatMoment(next.entersAt, reader)) : texts.session.preparing,
      ),
    ]),
    checkLink(texts),
  ];
}

function hostPage(page: SessionsPage, next: PlannedSession): HTMLElement[] {
  const { plan, reader } = page;
  const { host } = reader.texts;
  const others = plan.sessions.filter((one) => one !== next);
  return [
    heading(host.heading),
    section(host.next, card(page, next, [startOf(page, next)])),
    ...(others.length > 0
      ? [section(host.later, element('ul', {}, ...others.map((one) => sessionLine(page, one))))]
      : []),
    section(host.checks, membersOf(page)),
    checkLink(reader.texts),
  ];
}

const section = (title: string, ...content: HTMLElement[]): HTMLElement =>
  element('section', {}, element('h2', {}, title), ...content);

function startOf({ plan, reader, onStart }: SessionsPage, next: PlannedSession): HTMLElement {
  const { host, session } = reader.texts;
  if (next.canEnter) {
    const button = element('button', { type: 'button', className: 'primary' }, host.start);
    button.addEventListener('click', () => onStart(next));
    return button;
  }
  return line(next.entersAt > plan.now ? host.opens(formatMoment(next.entersAt, reader)) : session.preparing);
}

/** The next session, large. */
function card({ plan, reader }: SessionsPage, session: PlannedSession, state: HTMLElement[]): HTMLElement {
  const { texts } = reader;
  const elsewhere = formatElsewhere(session, plan.timeZone, reader);
  return element(
    'div',
    { className: 'card' },
    line(formatDay(session.startsAt, reader), 'day'),
    line(formatHours(session, reader), 'hours'),
    ...(elsewhere ? [line(texts.session.otherZone(elsewhere.time, elsewhere.zone), 'hint')] : []),
    ...(session.movedFrom === null
      ? []
      : [line(texts.session.moved(formatDayAndTime(session.movedFrom, reader)), 'hint')]),
    ...state,
  );
}

function sessionLine({ reader }: SessionsPage, session: PlannedSession): HTMLElement {
  const { skipped, moved } = reader.texts.session;
  if (session.isSkipped)
    return element(
      'li',
      {},
      element('span', { className: 'skipped' }, formatDay(session.startsAt, reader)),
      note(skipped),
    );
  const when = element('span', {}, formatDayAndHours(session, reader));
  const was = session.movedFrom === null ? [] : [note(moved(formatDayAndTime(session.movedFrom, reader)))];
  return element('li', {}, when, ...was);
}

const note = (text: string): HTMLElement => element('span', { className: 'hint' }, text);

function membersOf({ plan, reader }: SessionsPage): HTMLElement {
  const { host } = reader.texts;
  if (plan.members.length === 0) return line(host.nobody);
  const lines = plan.members.map(({ name, testedOn }) =>
    element(
      'li',
      {},
      // Names have their own direction.
      element('bdi', {}, name),
      note(testedOn === null ? host.unchecked : host.checked(formatDate(testedOn, reader))),
    ),
  );
  return element('ul', { className: 'members' }, ...lines);
}

const checkLink = ({ check }: PageTexts): HTMLElement =>
  element('p', {}, element('a', { href: '?check', className: 'button' }, check.open));
