import t from 'tap';
import { isForbidden, looksForbidden, type PageLike } from '../../../../sdk/src/local/page-policy.ts';

const refused = new DOMException('', 'NotAllowedError');
const policyOf = (allowed: string[], known = ['camera', 'microphone', 'display-capture']): PageLike => ({
  policy: { features: () => known, allowsFeature: (name) => allowed.includes(name) },
  frame: 'cross-origin',
});

t.test('a browser that tells its policy is believed', async (t) => {
  const page = policyOf(['microphone']);
  t.same(
    (['microphone', 'camera', 'screen'] as const).map((source) => isForbidden(source, page)),
    [false, true, true],
  );
  t.notOk(isForbidden('camera', policyOf([], [])), 'one that does not know the feature says nothing');
  t.notOk(looksForbidden(refused, 0, policyOf(['camera'])), 'what is refused then was refused by the person');
});

t.test(
  'elsewhere a refusal within a frame of another origin that no person could have given so fast is the page’s',
  async (t) => {
    const framed: PageLike = { policy: null, frame: 'cross-origin' };
    t.ok(looksForbidden(refused, 5, framed));
    t.notOk(looksForbidden(refused, 900, framed), 'a person’s');
    t.notOk(looksForbidden(new DOMException('', 'NotFoundError'), 5, framed));
    for (const frame of ['none', 'same-origin'] as const) t.notOk(looksForbidden(refused, 5, { policy: null, frame }));
  },
);
