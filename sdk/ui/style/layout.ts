/** Positions of pictures, in CSS pixels. Pure: everybody is always visible, and nothing scrolls. */

export interface GridLayout {
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
}

export interface GridOptions {
  /** Gap between tiles, in pixels. */
  gap: number;
  /** Minimum and maximum aspect ratio (width / height); within it tiles stretch to fill the space. */
  minAspect: number;
  maxAspect: number;
}

export const defaultGrid: GridOptions = { gap: 8, minAspect: 2 / 3, maxAspect: 16 / 9 };

/** The grid that shows the largest faces for this number of people in this space. All sizes are whole pixels. */
export function gridLayout(
  count: number,
  width: number,
  height: number,
  options: GridOptions = defaultGrid,
): GridLayout {
  let best: GridLayout = { columns: 1, rows: Math.max(1, count), tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const candidate = gridOf(columns, count, width, height, options);
    if (isBetter(candidate, best, count)) best = candidate;
  }
  return best;
}

function gridOf(columns: number, count: number, width: number, height: number, options: GridOptions): GridLayout {
  const rows = Math.ceil(count / columns);
  const maxWidth = Math.max(0, (width - options.gap * (columns - 1)) / columns);
  const maxHeight = Math.max(0, (height - options.gap * (rows - 1)) / rows);
  const tileWidth = Math.floor(Math.min(maxWidth, maxHeight * options.maxAspect));
  const tileHeight = Math.floor(Math.min(maxHeight, tileWidth / options.minAspect));
  return { columns, rows, tileWidth, tileHeight };
}

/**
 * Compares sizes of faces, not areas: a camera's picture is cropped to its tile, and in a tall tile the face is larger
 * than in a flat one of the same area. Slightly smaller faces are accepted for a grid without gaps in its last row.
 */
function isBetter(candidate: GridLayout, best: GridLayout, count: number): boolean {
  const worth = ({ columns, rows, tileWidth, tileHeight }: GridLayout): number =>
    (Math.min(tileWidth, tileHeight) ** 2 + tileWidth * tileHeight * 0.1) *
    (1 - 0.15 * ((columns * rows - count) / count));
  return worth(candidate) > worth(best);
}

export interface StageLayout {
  /** The area of the shared screen or of the person shown large. */
  stage: { width: number; height: number };
  /** The area of the other faces: beside the stage in a wide space, below it in a tall one. */
  strip: { width: number; height: number };
  direction: 'beside' | 'below';
}

/** Divides the space between the stage and the other faces. */
export function stageLayout(count: number, width: number, height: number, gap = defaultGrid.gap): StageLayout {
  if (width > height) {
    const stripWidth = Math.floor(width * (count > 6 ? 0.3 : 0.22));
    return {
      stage: { width: width - stripWidth - gap, height },
      strip: { width: stripWidth, height },
      direction: 'beside',
    };
  }
  const stageHeight = Math.floor(Math.min(height * 0.5, (width * 3) / 4));
  return {
    stage: { width, height: stageHeight },
    strip: { width, height: height - stageHeight - gap },
    direction: 'below',
  };
}
