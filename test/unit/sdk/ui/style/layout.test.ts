import t from 'tap';
import { defaultGrid, gridLayout, stageLayout } from '../../../../../sdk/ui/style/layout.ts';

const phone = { width: 374, height: 740 };
const desktop = { width: 1424, height: 800 };
const counts = Array.from({ length: 16 }, (_, index) => index + 1);

t.test('everybody fits, from 1 to 16 people, on a phone, on its side and on a desktop', async (t) => {
  for (const { width, height } of [phone, { width: 740, height: 300 }, desktop]) {
    for (const count of counts) {
      const { columns, rows, tileWidth, tileHeight } = gridLayout(count, width, height);
      t.ok(columns * rows >= count, `${count} people have a place`);
      t.ok(columns * tileWidth + (columns - 1) * defaultGrid.gap <= width, `${count} people in ${width} px of width`);
      t.ok(rows * tileHeight + (rows - 1) * defaultGrid.gap <= height, `${count} people in ${height} px of height`);
      const aspect = tileWidth / tileHeight;
      t.ok(
        aspect > defaultGrid.minAspect - 0.02 && aspect < defaultGrid.maxAspect + 0.02,
        `a tile of ${aspect} shows a face`,
      );
    }
  }
});

t.test('faces stay large enough to read: 16 on a phone and on a desktop', async (t) => {
  const small = gridLayout(16, phone.width, phone.height);
  t.ok(small.tileWidth >= 100 && small.tileHeight >= 90, `${small.tileWidth}×${small.tileHeight}`);
  const large = gridLayout(16, desktop.width, desktop.height);
  t.ok(large.tileWidth >= 200 && large.tileHeight >= 200, `${large.tileWidth}×${large.tileHeight}`);
});

t.test('two people share a phone one above the other, and a desktop side by side', async (t) => {
  t.equal(gridLayout(2, phone.width, phone.height).columns, 1);
  t.equal(gridLayout(2, desktop.width, desktop.height).columns, 2);
});

t.test('four people on a phone are a square, not a tower: their faces are larger that way', async (t) => {
  t.match(gridLayout(4, phone.width, phone.height), { columns: 2, rows: 2 });
});

t.test('more people never get larger tiles', async (t) => {
  const areas = counts
    .map((count) => gridLayout(count, phone.width, phone.height))
    .map((one) => one.tileWidth * one.tileHeight);
  for (const [index, area] of areas.entries()) t.ok(index === 0 || area <= (areas[index - 1] ?? 0) * 1.35);
});

t.test('no space and nobody there are no reason to fail', async (t) => {
  t.same(gridLayout(4, 0, 0).tileWidth, 0);
  t.match(gridLayout(0, 300, 300), { columns: 1, rows: 1 });
  t.ok(gridLayout(16, 20, 20).tileWidth >= 0);
});

t.test('a shared screen leaves room for the faces: beside it on a desktop, below it on a phone', async (t) => {
  const wide = stageLayout(8, desktop.width, desktop.height);
  t.equal(wide.direction, 'beside');
  t.equal(wide.stage.width + wide.strip.width + defaultGrid.gap, desktop.width);
  const tall = stageLayout(8, phone.width, phone.height);
  t.equal(tall.direction, 'below');
  t.equal(tall.stage.height + tall.strip.height + defaultGrid.gap, phone.height);
  t.ok(gridLayout(8, tall.strip.width, tall.strip.height).tileWidth > 60);
});
