/** The texts of the pages in Arabic. docs/translating.md has the rules and the words for what recurs. */
import type { Checked, Translation } from '../../../../../sdk/ui/texts/messages.ts';
import type { PageMessages } from '../english-messages.ts';

const table = {
  page: {
    title: 'الجلسة',
    opening: 'لحظة من فضلكم…',
    tryAgain: 'المحاولة مرة أخرى',
  },
  invalid: {
    heading: 'هذا الرابط لا يعمل',
    why: 'ربما انتهت الجلسة، أو وصلكم رابط أحدث.',
    ask: 'يرجى طلب رابط جديد ممن دعاكم.',
    device: 'لا مشكلة في جهازكم.',
  },
  unreachable: {
    heading: 'لا يمكن فتح الجلسة الآن',
    try: 'يرجى التحقق من اتصال الإنترنت، والانتظار لحظة، ثم المحاولة مرة أخرى.',
    tell: 'إذا لم ينجح ذلك، يرجى إخبار من دعاكم.',
  },
  client: {
    heading: 'جلستكم القادمة',
    opens: 'يمكنكم الدخول ابتداءً من: {time}. ستفتح هذه الصفحة الجلسة حينها من تلقاء نفسها.',
  },
  host: {
    heading: 'جلساتكم',
    next: 'الجلسة القادمة',
    start: 'بدء الجلسة',
    opens: 'يمكنكم بدؤها ابتداءً من: {time}.',
    later: 'بعد ذلك',
    checks: 'من أجرى الفحص قبل الجلسة',
    checked: 'أُجري في {time}',
    unchecked: 'ليس بعد',
    nobody: 'لا أحد آخر يشارك حاليًا.',
  },
  session: {
    preparing: 'يجري إعداد الجلسة. لحظة من فضلكم.',
    skipped: 'لن تُعقد',
    skippedOn: 'لا توجد جلسة: {time}.',
    moved: 'تغيّر الموعد. كان مقررًا: {time}.',
    otherZone: '{time} في منطقة زمنية أخرى: {zone}',
    noneHeading: 'لا توجد جلسة مقررة',
    none: 'لا توجد جلسة أخرى لكم حاليًا.',
    ask: 'إذا كنتم تتوقعون جلسة، يرجى سؤال من دعاكم.',
  },
  check: {
    open: 'فحص الكاميرا والميكروفون والاتصال',
    back: 'العودة إلى الجلسة',
  },
} as const satisfies Translation<PageMessages, 'ar'>;

export const messages: Checked<typeof table, PageMessages> = table;
