/** A comparison of two runs in a few lines for the terminal. */
import type { ComparedFigure, Comparison, Measured } from './compare-runs.ts';
import { columns, number } from './tables.ts';

export function renderComparison({ figures, relative, differences, missing }: Comparison): string {
  return [
    ...section('Divided by bare mediasoup of the same run', relative),
    ...section('As measured', figures),
    ...differences.map((line) => `differs: ${line}`),
    ...missing.map((line) => `left out: ${line}`),
  ].join('\n');
}

function section(title: string, figures: readonly ComparedFigure[]): string[] {
  if (figures.length === 0) return [];
  const rows = figures.map((figure) => [
    figure.of,
    figure.room,
    figure.what,
    measured(figure.old),
    measured(figure.new),
    number(figure.ratio),
    verdict(figure),
  ]);
  return [title, ...columns([['', 'room', '', 'old', 'new', 'new / old', ''], ...rows]), ''];
}

const measured = ({ median, min, max }: Measured): string => `${digits(median)} (${digits(min)} – ${digits(max)})`;

const digits = (value: number): string => (value === 0 ? '0' : value < 10 ? value.toFixed(3) : value.toFixed(0));

function verdict({ isOutsideSpread, old, new: next }: ComparedFigure): string {
  if (isOutsideSpread === null) return '';
  if (!isOutsideSpread) return 'within the spread';
  return next.median > old.median ? 'higher' : 'lower';
}
