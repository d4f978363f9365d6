import t from 'tap';
import {
  type FrameLike,
  findFrame,
  isForbidden,
  looksForbidden,
  type PageLike,
} from '../../../../../sdk/src/local/page-policy.ts';

const refused = new DOMException('', 'NotAllowedError');
const policyOf = (allowed: string[], known = ['camera', 'microphone', 'display-capture']): PageLike => ({
  policy: { features: () => known, allowsFeature: (name) => allowed.includes(name) },
  frame: 'cross-origin',
});

t.test('a browser that tells its policy is believed', async (t) => {
  const page = policyOf(['microphone']);
  t.same(
    (['microphone', 'camera', 'screen', 'screen-audio'] as const).map((source) => isForbidden(source, page)),
    [false, true, true, true],
  );
  t.notOk(isForbidden('camera', policyOf([], [])), 'one that does not know the feature says nothing');
  t.notOk(looksForbidden(refused, 0, policyOf(['camera'])), 'what is refused then was refused by the person');
});

t.test(
  'elsewhere a refusal within a frame of another origin that no person could have given so fast may be the page’s',
  async (t) => {
    const framed: PageLike = { policy: null, frame: 'cross-origin' };
    t.ok(looksForbidden(refused, 5, framed));
    t.notOk(looksForbidden(refused, 900, framed), 'a person’s');
    t.notOk(looksForbidden(new DOMException('', 'NotFoundError'), 5, framed));
    for (const frame of ['none', 'same-origin'] as const) t.notOk(looksForbidden(refused, 5, { policy: null, frame }));
  },
);

t.test('a page is of the same origin as what is around it only if all of it is', async (t) => {
  const top: FrameLike = {
    get parent(): FrameLike {
      return top;
    },
    location: { href: 'a' },
  };
  const foreign: FrameLike = {
    parent: top,
    get location(): never {
      throw new DOMException('', 'SecurityError');
    },
  };
  const within = (parent: FrameLike): FrameLike => ({ parent, location: { href: 'a' } });
  t.equal(findFrame(top), 'none');
  t.equal(findFrame(within(within(top))), 'same-origin');
  t.equal(findFrame(within(foreign)), 'cross-origin', 'also where only the top is of this origin');
});
