import t from 'tap';
import { type AreaMeasures, areaProperties } from '../../../../../sdk/ui/effects/visible-area.ts';

const page = { width: 390, height: 844 };
const whole: AreaMeasures = {
  box: { left: 0, top: 0, right: 390, bottom: 844 },
  page,
  seen: { offsetTop: 0, height: 844, scale: 1 },
  hasFocus: true,
};
const covered = (changes: Partial<AreaMeasures>) => {
  const properties = areaProperties({ ...whole, ...changes });
  return ['above', 'below', 'window-above', 'window-below'].map((name) => properties[`--hr-${name}`]).join(' ');
};
const keyboard = { offsetTop: 0, height: 500, scale: 1 };

t.test('without a keyboard nothing is covered', async (t) => {
  t.equal(covered({}), '0px 0px 0px 0px');
  t.equal(covered({ seen: null }), '0px 0px 0px 0px', 'nor known');
});

t.test('a keyboard covers the end, and the beginning if the browser moves what is seen', async (t) => {
  t.equal(covered({ seen: keyboard }), '0px 344px 0px 344px');
  t.equal(covered({ seen: { ...keyboard, offsetTop: 100 } }), '100px 244px 100px 244px');
});

t.test('of an element in the middle of a page only what is hidden of it is taken off', async (t) => {
  const box = { left: 20, top: 60, right: 370, bottom: 700 };
  t.equal(covered({ box, seen: keyboard }), '0px 200px 0px 344px');
  t.equal(covered({ box, seen: { ...keyboard, offsetTop: 100 } }), '40px 100px 100px 244px');
  t.equal(covered({ box: { ...box, bottom: 1_500 }, seen: keyboard }), '0px 344px 0px 344px', 'and only in the window');
});

t.test('bars of the browser, zooming in, and a field elsewhere in the page are not taken for a keyboard', async (t) => {
  t.equal(covered({ seen: { offsetTop: 0, height: 780, scale: 1 } }), '0px 0px 0px 0px');
  t.equal(covered({ seen: { offsetTop: 200, height: 422, scale: 2 } }), '0px 0px 0px 0px');
  t.equal(covered({ seen: keyboard, hasFocus: false }), '0px 0px 0px 0px');
});

t.test('content is inset only at edges of the window that the element touches', async (t) => {
  const insets = (changes: Partial<AreaMeasures>) => {
    const properties = areaProperties({ ...whole, ...changes });
    return ['top', 'right', 'bottom', 'left'].filter((edge) => properties[`--hr-${edge}`] !== '0px').join(' ');
  };
  t.equal(insets({}), 'top right bottom left');
  t.equal(areaProperties(whole)['--hr-left'], 'env(safe-area-inset-left)');
  t.equal(insets({ box: { left: 20, top: 60, right: 370, bottom: 700 } }), '');
  t.equal(insets({ box: { left: 0, top: 60, right: 390, bottom: 844 } }), 'right bottom left', 'below a header');
  t.equal(insets({ seen: keyboard }), 'top right left', 'the keyboard is at the lower edge');
});
