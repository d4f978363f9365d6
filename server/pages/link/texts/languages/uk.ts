/** The texts of the pages in Ukrainian. docs/translating.md has the rules and the words for what recurs. */
import type { Checked, Translation } from '../../../../../sdk/ui/texts/messages.ts';
import type { PageMessages } from '../english-messages.ts';

const table = {
  page: { title: 'Зустріч', opening: 'Хвилинку…', tryAgain: 'Спробувати ще раз' },
  invalid: {
    heading: 'Це посилання не працює',
    why: 'Можливо, зустріч уже закінчилася або вам надіслали новіше посилання.',
    ask: 'Будь ласка, попросіть нове посилання в людини, яка вас запросила.',
    device: 'З вашим пристроєм усе гаразд.',
  },
  unreachable: {
    heading: 'Зараз зустріч не вдається відкрити',
    try: 'Будь ласка, перевірте з’єднання з інтернетом, трохи зачекайте і спробуйте ще раз.',
    tell: 'Якщо й тоді не вийде, скажіть людині, яка вас запросила.',
  },
  client: {
    heading: 'Ваша наступна зустріч',
    opens: 'Увійти можна буде: {time}. Тоді ця сторінка сама відкриє зустріч.',
  },
  host: {
    heading: 'Ваші зустрічі',
    next: 'Наступна зустріч',
    start: 'Почати зустріч',
    opens: 'Почати можна буде: {time}.',
    later: 'Далі',
    checks: 'Хто виконав перевірку перед зустріччю',
    checked: 'Виконано: {time}',
    unchecked: 'Ще ні',
    nobody: 'Зараз більше ніхто не бере участі.',
  },
  session: {
    preparing: 'Зустріч готується. Хвилинку.',
    skipped: 'Не відбудеться',
    skippedOn: 'Зустрічі не буде: {time}.',
    moved: 'Перенесено. Було заплановано: {time}.',
    otherZone: '{time} в іншому часовому поясі: {zone}',
    noneHeading: 'Жодної зустрічі не заплановано',
    none: 'Наразі для вас немає інших зустрічей.',
    ask: 'Якщо ви на неї чекаєте, будь ласка, запитайте людину, яка вас запросила.',
  },
  check: { open: 'Перевірити камеру, мікрофон і з’єднання', back: 'Повернутися до зустрічі' },
} as const satisfies Translation<PageMessages, 'uk'>;

export const messages: Checked<typeof table, PageMessages> = table;
