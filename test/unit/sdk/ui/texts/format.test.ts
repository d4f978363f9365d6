import t from 'tap';
import {
  formatCountdown,
  formatTime,
  formatWait,
  initialOf,
  paragraphsOf,
} from '../../../../../sdk/ui/texts/format.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';

const { time } = englishTexts;
const british = { locale: 'en-GB' };

t.test('a wait is told in minutes, then in hours', async (t) => {
  t.equal(formatWait(-5_000, time), 'less than a minute', 'clocks may differ');
  t.equal(formatWait(59_999, time), 'less than a minute');
  t.equal(formatWait(60_000, time), '1 minute');
  t.equal(formatWait(25 * 60_000, time), '25 minutes');
  t.equal(formatWait(60 * 60_000, time), '1 hour');
  t.equal(formatWait(150 * 60_000, time), '2 hours');
});

t.test('a countdown shows 0:00 only when it is over', async (t) => {
  t.equal(formatCountdown(120_000, englishTexts), '2:00');
  t.equal(formatCountdown(61_001, englishTexts), '1:02');
  t.equal(formatCountdown(1, englishTexts), '0:01');
  t.equal(formatCountdown(0, englishTexts), '0:00');
  t.equal(formatCountdown(-4_000, englishTexts), '0:00');
  t.equal(formatCountdown(125_000, { locale: 'ar-EG' }), '٢:٠٥');
});

t.test('a time of another day comes with its date', async (t) => {
  const evening = new Date(2026, 4, 12, 18, 0).getTime();
  const morning = new Date(2026, 4, 12, 9, 30).getTime();
  t.match(formatTime(evening, morning, british), /^18:00$/);
  t.match(formatTime(evening, morning - 86_400_000, british), /Tuesday.*12 May.*18:00/);
});

t.test('an initial is a whole letter in every script', async (t) => {
  t.equal(initialOf('  anna'), 'A');
  t.equal(initialOf('Éva'.normalize('NFD')), 'É'.normalize('NFD'));
  t.equal(initialOf('🧑‍🦱 Ben'), '🧑‍🦱');
  t.equal(initialOf(''), '');
});

t.test('blank lines separate paragraphs, single line breaks do not', async (t) => {
  t.same(paragraphsOf('One\ntwo\n\nThree\r\n \r\nFour\n\n\n\n'), ['One\ntwo', 'Three', 'Four']);
  t.same(paragraphsOf('\n \n'), []);
});

t.test('no line ends between the hour and the half of the day', async (t) => {
  const noonMs = new Date(2026, 4, 5, 13, 5).getTime();
  for (const locale of ['en-US', 'ar']) {
    const text = formatTime(noonMs, noonMs, { locale });
    t.match(text, /\s/u, locale);
    t.notMatch(text, / /, locale);
  }
});

t.test('a session that ends after midnight ends at a time, not on another day', async (t) => {
  const lateMs = new Date(2026, 4, 5, 23, 30).getTime();
  t.match(formatTime(lateMs + 45 * 60_000, lateMs, british), /^0?0:15$/);
  t.match(formatTime(lateMs + 10 * 3_600_000, lateMs, british), /6 May/);
});
