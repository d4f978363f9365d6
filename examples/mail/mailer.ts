/**
 * Sends invitations and reminders of a series of sessions by mail, when Hearthroom's webhooks say that it is time. Only this
 * program knows addresses: Hearthroom has opaque ids.
 */
import type { RestClient } from '@hearthroom/sdk/server';
import type { SeriesChangedEvent, SessionUpcomingEvent, WebhookEvent } from '@hearthroom/sdk/webhooks';
import type { Transporter } from 'nodemailer';

export interface MailerOptions {
  hearthroom: RestClient;
  transport: Pick<Transporter, 'sendMail'>;
  /** Sender of the mails. */
  from: string;
  /** From your database; null: this person gets no mail. */
  addressOf(memberId: string): Promise<string | null>;
  /** A link to your page, which asks for a token when it is opened. */
  linkTo(roomId: string, memberId: string): string;
}

export class Mailer {
  readonly #options: MailerOptions;

  constructor(options: MailerOptions) {
    this.#options = options;
  }

  /** Rejects when a mail could not be sent: answer with 500 then, and the webhook comes again. */
  async handle(event: WebhookEvent): Promise<void> {
    switch (event.type) {
      case 'series.changed':
        return await this.#invite(event);
      case 'session.upcoming':
        return await this.#remind(event);
    }
  }

  /** The calendar program of each member adds, replaces or cancels the sessions. */
  async #invite({ seriesId, members }: SeriesChangedEvent): Promise<void> {
    for (const memberId of members) {
      const content = await this.#options.hearthroom.getCalendarFile(seriesId, memberId);
      const isCancelled = content.includes('METHOD:CANCEL');
      await this.#send(memberId, {
        subject: isCancelled ? 'Your appointments are cancelled' : 'Your appointments',
        text: isCancelled
          ? 'The attached file removes the appointments from your calendar.'
          : 'The attached file puts the appointments into your calendar, or changes them there.',
        icalEvent: { method: isCancelled ? 'CANCEL' : 'PUBLISH', filename: 'calendar.ics', content },
      });
    }
  }

  async #remind({ seriesId, roomId, startsAt, members }: SessionUpcomingEvent): Promise<void> {
    const { timeZone } = await this.#options.hearthroom.getSeries(seriesId);
    const when = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short', timeZone });
    for (const memberId of members)
      await this.#send(memberId, {
        subject: 'Your appointment',
        text: `Your appointment is on ${when.format(new Date(startsAt))} (${timeZone}).\n\n${this.#options.linkTo(roomId, memberId)}\n`,
      });
  }

  async #send(memberId: string, mail: Parameters<Transporter['sendMail']>[0]): Promise<void> {
    const { transport, from, addressOf } = this.#options;
    const to = await addressOf(memberId);
    if (to !== null) await transport.sendMail({ from, to, ...mail });
  }
}
