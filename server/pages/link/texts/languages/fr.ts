/** The texts of the pages in French. docs/translating.md has the rules and the words for what recurs. */
import type { Checked, Translation } from '../../../../../sdk/ui/texts/messages.ts';
import type { PageMessages } from '../english-messages.ts';

const table = {
  page: { title: 'Séance', opening: 'Un instant…', tryAgain: 'Réessayer' },
  invalid: {
    heading: 'Ce lien ne fonctionne pas',
    why: 'La séance est peut-être terminée, ou vous avez reçu un lien plus récent.',
    ask: 'Veuillez demander un nouveau lien à la personne qui vous a envoyé celui-ci.',
    device: 'Votre appareil n’est pas en cause.',
  },
  unreachable: {
    heading: 'La séance ne peut pas être ouverte pour le moment',
    try: 'Veuillez vérifier votre connexion à internet, patienter un instant, puis réessayer.',
    tell: 'Si cela ne fonctionne toujours pas, prévenez la personne qui vous a envoyé ce lien.',
  },
  client: {
    heading: 'Votre prochaine séance',
    opens: 'Vous pourrez entrer à partir de : {time}. Cette page ouvrira alors la séance d’elle-même.',
  },
  host: {
    heading: 'Vos séances',
    next: 'Prochaine séance',
    start: 'Commencer la séance',
    opens: 'Vous pourrez la commencer à partir de : {time}.',
    later: 'Ensuite',
    checks: 'Qui a fait la vérification avant la séance',
    checked: 'Faite le {time}',
    unchecked: 'Pas encore',
    nobody: 'Personne d’autre ne participe pour le moment.',
  },
  session: {
    preparing: 'La séance se prépare. Un instant.',
    skipped: 'N’aura pas lieu',
    skippedOn: 'Pas de séance : {time}.',
    moved: 'Déplacée. Elle était prévue : {time}.',
    otherZone: '{time} dans un autre fuseau horaire : {zone}',
    noneHeading: 'Aucune séance n’est prévue',
    none: 'Il n’y a pas d’autre séance pour vous pour le moment.',
    ask: 'Si vous en attendez une, veuillez demander à la personne qui vous a envoyé ce lien.',
  },
  check: { open: 'Vérifier la caméra, le micro et la connexion', back: 'Revenir à la séance' },
} as const satisfies Translation<PageMessages, 'fr'>;

export const messages: Checked<typeof table, PageMessages> = table;
