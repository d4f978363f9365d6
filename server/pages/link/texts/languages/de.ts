/** The texts of the pages in German. docs/translating.md has the rules and the words for what recurs. */
import type { Checked, Translation } from '../../../../../sdk/ui/texts/messages.ts';
import type { PageMessages } from '../english-messages.ts';

const table = {
  page: { title: 'Sitzung', opening: 'Einen Moment …', tryAgain: 'Noch einmal versuchen' },
  invalid: {
    heading: 'Dieser Link funktioniert nicht',
    why: 'Vielleicht ist die Sitzung vorbei, oder Sie haben inzwischen einen neueren Link bekommen.',
    ask: 'Bitte fragen Sie die Person, die Sie eingeladen hat, nach einem neuen Link.',
    device: 'Mit Ihrem Gerät ist alles in Ordnung.',
  },
  unreachable: {
    heading: 'Die Sitzung lässt sich gerade nicht öffnen',
    try: 'Bitte prüfen Sie Ihre Internetverbindung, warten Sie einen Moment und versuchen Sie es noch einmal.',
    tell: 'Wenn es dann noch nicht geht, sagen Sie es der Person, die Sie eingeladen hat.',
  },
  client: {
    heading: 'Ihre nächste Sitzung',
    opens: 'Hineingehen können Sie ab: {time}. Diese Seite öffnet die Sitzung dann von selbst.',
  },
  host: {
    heading: 'Ihre Sitzungen',
    next: 'Nächste Sitzung',
    start: 'Sitzung beginnen',
    opens: 'Beginnen können Sie ab: {time}.',
    later: 'Danach',
    checks: 'Wer die Prüfung vor der Sitzung gemacht hat',
    checked: 'Gemacht am {time}',
    unchecked: 'Noch nicht',
    nobody: 'Zurzeit nimmt sonst niemand teil.',
  },
  session: {
    preparing: 'Die Sitzung wird vorbereitet. Einen Moment.',
    skipped: 'Findet nicht statt',
    skippedOn: 'Keine Sitzung: {time}.',
    moved: 'Verlegt. Geplant war: {time}.',
    otherZone: '{time} in einer anderen Zeitzone: {zone}',
    noneHeading: 'Es ist keine Sitzung geplant',
    none: 'Zurzeit gibt es für Sie keine weitere Sitzung.',
    ask: 'Wenn Sie eine erwarten, fragen Sie bitte die Person, die Sie eingeladen hat.',
  },
  check: { open: 'Kamera, Mikrofon und Verbindung prüfen', back: 'Zurück zur Sitzung' },
} as const satisfies Translation<PageMessages, 'de'>;

export const messages: Checked<typeof table, PageMessages> = table;
