/** The texts of the pages in Spanish. docs/translating.md has the rules and the words for what recurs. */
import type { Checked, Translation } from '../../../../../sdk/ui/texts/messages.ts';
import type { PageMessages } from '../english-messages.ts';

const table = {
  page: { title: 'Sesión', opening: 'Un momento…', tryAgain: 'Intentar de nuevo' },
  invalid: {
    heading: 'Este enlace no funciona',
    why: 'Puede que la sesión haya terminado, o que usted haya recibido un enlace más reciente.',
    ask: 'Por favor, pida un enlace nuevo a la persona que le ha enviado este.',
    device: 'Su dispositivo está bien.',
  },
  unreachable: {
    heading: 'La sesión no se puede abrir en este momento',
    try: 'Por favor, compruebe su conexión a internet, espere un momento e inténtelo de nuevo.',
    tell: 'Si sigue sin funcionar, avise a la persona que le ha enviado este enlace.',
  },
  client: {
    heading: 'Su próxima sesión',
    opens: 'Podrá entrar a partir de: {time}. Esta página abrirá entonces la sesión por sí sola.',
  },
  host: {
    heading: 'Sus sesiones',
    next: 'Próxima sesión',
    start: 'Empezar la sesión',
    opens: 'Podrá empezarla a partir de: {time}.',
    later: 'Después',
    checks: 'Quién ha hecho la comprobación antes de la sesión',
    checked: 'Hecha el {time}',
    unchecked: 'Todavía no',
    nobody: 'En este momento no participa nadie más.',
  },
  session: {
    preparing: 'La sesión se está preparando. Un momento.',
    skipped: 'No tiene lugar',
    skippedOn: 'No hay sesión: {time}.',
    moved: 'Se ha cambiado de fecha u hora. Estaba prevista: {time}.',
    otherZone: '{time} en otra zona horaria: {zone}',
    noneHeading: 'No hay ninguna sesión prevista',
    none: 'De momento no hay más sesiones para usted.',
    ask: 'Si espera una, por favor, pregunte a la persona que le ha enviado este enlace.',
  },
  check: { open: 'Comprobar cámara, micrófono y conexión', back: 'Volver a la sesión' },
} as const satisfies Translation<PageMessages, 'es'>;

export const messages: Checked<typeof table, PageMessages> = table;
