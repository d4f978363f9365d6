/**
 * Sends invitations and reminders of a series of sessions by mail, with the personal link of each member, when Hearthroom's
 * webhooks say that it is time. Only this program knows addresses: Hearthroom has opaque ids.
 */
import { type RestClient, RestError } from '@hearthroom/sdk/server';
import type { SeriesChangedEvent, SessionUpcomingEvent, WebhookEvent } from '@hearthroom/sdk/webhooks';
import type { Transporter } from 'nodemailer';

/** Keeps personal links where you keep addresses: with a link one joins, and the server can't show it again. */
export interface LinkStore {
  /** Null: none was created yet. */
  find(seriesId: string, memberId: string): Promise<string | null>;
  /** Replaces an earlier one. */
  keep(seriesId: string, memberId: string, link: string): Promise<void>;
}

export interface MailerOptions {
  hearthroom: RestClient;
  /** Address at which people reach Hearthroom, with its path behind a proxy if there is one: `https://calls.example.org`. */
  origin: string;
  transport: Pick<Transporter, 'sendMail'>;
  /** Sender of the mails: `calendarOrganizer` of the series. */
  from: string;
  /** From your database; null: this person gets no mail. */
  addressOf(memberId: string): Promise<string | null>;
  links: LinkStore;
}

export class Mailer {
  readonly #options: MailerOptions;
  #last: Promise<void> = Promise.resolve();

  constructor(options: MailerOptions) {
    this.#options = options;
  }

  /** Rejects when a mail could not be sent: answer with 500 then, and the webhook comes again. */
  handle(event: WebhookEvent): Promise<void> {
    // One after another: a second link of the same member would make the first one invalid.
    const handled = this.#last.then(() => this.#handle(event));
    this.#last = handled.catch(() => {});
    return handled;
  }

  async #handle(event: WebhookEvent): Promise<void> {
    switch (event.type) {
      case 'series.changed':
        return await this.#invite(event);
      case 'session.upcoming':
        return await this.#remind(event);
    }
  }

  /** The calendar program of each member adds, replaces or cancels the sessions. */
  async #invite({ seriesId, members }: SeriesChangedEvent): Promise<void> {
    for (const { memberId, to } of await this.#reachable(members)) {
      const content = await this.#options.hearthroom.getCalendarFile(seriesId, memberId);
      if (content.includes('METHOD:CANCEL'))
        await this.#send(to, {
          subject: 'Your appointments are cancelled',
          text: 'The attached file removes the appointments from your calendar.',
          icalEvent: { method: 'CANCEL', filename: 'calendar.ics', content },
        });
      else {
        const { link, content: withLink } = await this.#calendarWithLink(seriesId, memberId);
        await this.#send(to, {
          subject: 'Your appointments',
          text: `The attached file puts the appointments into your calendar, or changes them there.\n\nYour personal link, for you alone:\n${link}\n`,
          icalEvent: { method: 'PUBLISH', filename: 'calendar.ics', content: withLink },
        });
      }
    }
  }

  async #remind({ seriesId, startsAt, members }: SessionUpcomingEvent): Promise<void> {
    const { timeZone } = await this.#options.hearthroom.getSeries(seriesId);
    const when = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short', timeZone });
    for (const { memberId, to } of await this.#reachable(members)) {
      const link = (await this.#options.links.find(seriesId, memberId)) ?? (await this.#createLink(seriesId, memberId));
      await this.#send(to, {
        subject: 'Your appointment',
        text: `Your appointment is on ${when.format(new Date(startsAt))} (${timeZone}).\n\nYour personal link, for you alone:\n${link}\n`,
      });
    }
  }

  async #calendarWithLink(seriesId: string, memberId: string): Promise<{ link: string; content: string }> {
    const { hearthroom, links } = this.#options;
    const kept = await links.find(seriesId, memberId);
    if (kept !== null)
      try {
        return { link: kept, content: await hearthroom.getCalendarFileWithLink(seriesId, memberId, kept) };
      } catch (error) {
        // It was revoked, or its API key is gone.
        if (!(error instanceof RestError && error.code === 'invalid-params')) throw error;
      }
    const link = await this.#createLink(seriesId, memberId);
    return { link, content: await hearthroom.getCalendarFileWithLink(seriesId, memberId, link) };
  }

  async #createLink(seriesId: string, memberId: string): Promise<string> {
    const { hearthroom, origin, links } = this.#options;
    const { path } = await hearthroom.createSeriesInvitation(seriesId, memberId);
    const link = `${origin.replace(/\/$/, '')}${path}`;
    await links.keep(seriesId, memberId, link);
    return link;
  }

  async #reachable(members: readonly string[]): Promise<{ memberId: string; to: string }[]> {
    const found = await Promise.all(
      members.map(async (memberId) => ({ memberId, to: await this.#options.addressOf(memberId) })),
    );
    return found.flatMap(({ memberId, to }) => (to === null ? [] : [{ memberId, to }]));
  }

  async #send(to: string, mail: Parameters<Transporter['sendMail']>[0]): Promise<void> {
    const { transport, from } = this.#options;
    await transport.sendMail({ from, to, ...mail });
  }
}
