import { MintToken, RoomSettings, requests, shownTextPattern } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import t from 'tap';
import { Value } from 'typebox/value';

/** Every field that holds a displayed name, as a function that validates a value of its schema. */
const carriers: Record<string, (text: string) => boolean> = {
  'the name in a token': (text) => Value.Check(MintToken, { sub: 'anna', role: 'client', name: text }),
  'the label in a token': (text) => Value.Check(MintToken, { sub: 'anna', role: 'client', name: 'Anna', label: text }),
  'a new name': (text) => Value.Check(requests.rename.params, { name: text }),
  'the title of a room': (text) => Value.Check(RoomSettings.properties.title, text),
  'the name of a breakout group': (text) =>
    Value.Check(requests.startBreakout.params, { groups: [{ name: text, participantIds: [] }] }),
};
const accepts = (text: string): boolean[] => Object.values(carriers).map((carrier) => carrier(text));
const all = (value: boolean): boolean[] => Object.keys(carriers).map(() => value);

const codesOf = (text: string): string => [...text].map((char) => char.codePointAt(0)?.toString(16)).join(' ');

t.test('names in every script are accepted in every name field', async (t) => {
  const names = [
    'Anna',
    'Dr. Weber',
    'محمد بن عبد الرحمن',
    'עַזָּה',
    '王',
    '민지',
    'กานต์',
    'नीतू',
    'می\u200cخواهم',
    '7',
    '❤️',
    '👩‍👧',
    '-',
    'A\u030A',
  ];
  for (const name of names) t.same(accepts(name), all(true), name);
});

t.test(
  'an invisible text, and one that changes the direction of surrounding text, is refused in every name field',
  async (t) => {
    const blank = [
      '\u200b',
      '\u3164',
      '\u00ad',
      '\u200e',
      '\u2800',
      '\ufeff',
      '\u034f',
      '\u115f',
      '\uffa0',
      '\u2060',
      '\ufe0f',
      '\u{e0041}',
      '\u{1d159}',
      '\u{13441}',
      '\u{13442}',
      '\ufffc',
      '\u0301',
      '\u3000',
      ' ',
      '\u200b \u00ad\u2800',
    ];
    const turning = ['Anna\u202erebeW', 'A\u2066nna', 'Anna\u2069', '\u202dAnna'];
    const broken = ['Anna\ud800', '\udc00Anna', 'An\nna', 'An\u0000na', 'An\u2028na', 'An\u0085na'];
    for (const text of [...blank, ...turning, ...broken]) t.same(accepts(text), all(false), codesOf(text));
  },
);

const codePoint = fc.integer({ min: 0, max: 0x10ffff }).map((value) => String.fromCodePoint(value));
const pattern = new RegExp(shownTextPattern, 'u');

t.test('no text of separators, marks, controls, format characters and fillers is accepted', async () => {
  const isInvisible = (char: string) => /[\p{Z}\p{M}\p{C}\p{Default_Ignorable_Code_Point}]/u.test(char);
  const texts = fc
    .array(codePoint.filter(isInvisible), { minLength: 1, maxLength: 8 })
    .map((chars) => chars.join(''))
    // Two surrogates beside each other may be a letter.
    .filter((text) => [...text].every(isInvisible));
  fc.assert(
    fc.property(texts, (text) => !pattern.test(text)),
    { numRuns: 5_000 },
  );
});

t.test('a text is accepted exactly when it has something to see and nothing that is refused', async () => {
  const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;
  const blank = /[\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{1d159}\u{13441}\u{13442}]/u;
  const refused = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
  fc.assert(
    fc.property(fc.array(codePoint, { minLength: 1, maxLength: 6 }), (chars) => {
      const text = chars.join('');
      const wanted = [...text].some((one) => visible.test(one) && !blank.test(one)) && !refused.test(text);
      return pattern.test(text) === wanted;
    }),
    { numRuns: 20_000 },
  );
});

t.test('each code point alone is decided by its properties', async (t) => {
  let accepted = 0;
  for (let value = 0; value <= 0x10ffff; value++) {
    const char = String.fromCodePoint(value);
    if (!pattern.test(char)) continue;
    accepted += 1;
    if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(char) || /[\p{White_Space}\p{Default_Ignorable_Code_Point}]/u.test(char))
      t.fail(value.toString(16));
  }
  t.ok(accepted > 140_000);
});
