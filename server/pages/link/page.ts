/**
 * The page behind a personal link: exchanges the code in its path for access tokens, and gives them to the element. A link
 * to a series shows the coming sessions first. The code stays in the path, so that the page can be loaded again. With
 * `?check` the element is the check before a session.
 */
import type { PlannedSession, SeriesPlan } from '@hearthroom/sdk/protocol';
import type {} from '@hearthroom/sdk/ui';
import {
  codeOf,
  exchangeCode,
  exchangeForToken,
  LinkInvalid,
  reportTested,
  SessionClosed,
  type Wanted,
} from './exchange-code.ts';
import { element } from './html.ts';
import { clearContent, showContent, showNotice } from './notice.ts';
import { askAgainAfterMs, nextOf } from './plan.ts';
import { sessionsPage } from './sessions-page.ts';
import { pageTexts } from './texts/page-texts.ts';

/** The SDK of this server. Imported here and not by the page, so that it can say when that fails. */
const sdk: string = new URL('../../sdk/latest/hearthroom-ui.min.js', import.meta.url).href;
/** A token that is older is exchanged anew: it is valid for minutes, and people stay in the lobby as long as they like. */
const freshMs = 30_000;
/** Not shown to most people: it would only flash. */
const openingAfterMs = 1_000;
/** Pages that were opened at the same time don't ask at the same time. */
const spreadMs = 3_000;
/** After an answer that did not come. */
const retryMs = 30_000;

const code = codeOf(location.pathname);
const isCheck = location.search === '?check';
const texts = pageTexts(navigator.languages);
let askingAgain: ReturnType<typeof setTimeout> | undefined;
let shownPlan = '';

Object.assign(document.documentElement, { lang: texts.language, dir: texts.direction });
document.title = texts.page.title;

async function open(): Promise<void> {
  const opening = setTimeout(() => showNotice({ heading: texts.page.opening, lines: [] }), openingAfterMs);
  try {
    const given = await exchangeCode(code, isCheck ? { check: true } : {});
    if ('plan' in given) await handlePlan(given.plan);
    else await showElement(given.token, isCheck ? { check: true } : {}, given.isReported);
  } catch (error) {
    refuse(error);
  } finally {
    clearTimeout(opening);
  }
}

/** Clients enter as soon as they can; hosts press a button. */
async function handlePlan(plan: SeriesPlan): Promise<void> {
  const next = nextOf(plan);
  if (next?.canEnter && !plan.isHost) await enter(next);
  else showPlan(plan);
}

function showPlan(plan: SeriesPlan): void {
  const { now, ...lasting } = plan;
  // What has not changed stays, with the focus of its reader.
  const content = JSON.stringify([lasting, new Date(now).toDateString()]);
  if (content !== shownPlan) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const onStart = (session: PlannedSession) => void enter(session).catch(refuse);
    const parts = sessionsPage({ plan, reader: { texts, timeZone, now }, onStart });
    showContent('sessions', parts);
    if (shownPlan === '') parts[0]?.focus();
  }
  shownPlan = content;
  askAgain(askAgainAfterMs(plan) + Math.random() * spreadMs);
}

function askAgain(afterMs: number): void {
  clearTimeout(askingAgain);
  askingAgain = setTimeout(() => void refresh(), afterMs);
}

async function refresh(): Promise<void> {
  try {
    const given = await exchangeCode(code);
    if ('plan' in given) await handlePlan(given.plan);
  } catch (error) {
    if (error instanceof LinkInvalid) refuse(error);
    // What is shown stays right for a while.
    else askAgain(retryMs);
  }
}

async function enter({ id: session }: PlannedSession): Promise<void> {
  clearTimeout(askingAgain);
  try {
    await showElement(await exchangeForToken(code, { session }), { session });
  } catch (error) {
    if (!(error instanceof SessionClosed)) throw error;
    await refresh();
  }
}

/** One of the two elements; the other one is removed, so that it opens no devices. */
function chooseElement(): HTMLElementTagNameMap['hearthroom-session' | 'hearthroom-preflight'] | null {
  document.querySelector(isCheck ? 'hearthroom-session' : 'hearthroom-preflight')?.remove();
  return document.querySelector(isCheck ? 'hearthroom-preflight' : 'hearthroom-session');
}

async function showElement(firstToken: string, wanted: Wanted, isReported = false): Promise<void> {
  await import(sdk);
  const shown = chooseElement();
  if (!shown) return;
  const exchangedAt = performance.now();
  shown.getToken = async () => {
    if (performance.now() - exchangedAt < freshMs) return firstToken;
    try {
      return await exchangeForToken(code, wanted);
    } catch (error) {
      // The element tries again, unless the link is not valid any more.
      if (error instanceof LinkInvalid) refuse(error);
      throw error;
    }
  };
  if ('reported' in shown) shown.reported = isReported;
  if (isCheck) shown.addEventListener('hearthroom-preflight-done', () => handleChecked(isReported));
  shown.hidden = false;
  clearContent();
}

function handleChecked(isReported: boolean): void {
  // Nothing depends on it.
  if (isReported) void reportTested(code).catch(() => {});
  const place = document.querySelector('.back');
  if (place?.childElementCount === 0)
    place.append(element('a', { href: location.pathname, className: 'button' }, texts.check.back));
}

function refuse(error: unknown): void {
  clearTimeout(askingAgain);
  if (error instanceof LinkInvalid) {
    for (const shown of document.querySelectorAll('hearthroom-session, hearthroom-preflight')) shown.remove();
    const { heading, why, ask, device } = texts.invalid;
    showNotice({ heading, lines: [why, ask, device] });
  } else {
    const { heading, try: first, tell } = texts.unreachable;
    const retry = { label: texts.page.tryAgain, run: () => location.reload() };
    showNotice({ heading, lines: [first, tell], retry });
  }
}

// A page that was in the background, or a device that slept, may show what is past.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && shownPlan !== '' && askingAgain !== undefined) askAgain(0);
});
void open();
