/** Tables as comma-separated values (RFC 4180). */

type Cell = string | number | null;

/** @returns the header and the rows, each line ended by CRLF */
export function formatCsv(header: readonly string[], rows: readonly Cell[][]): string {
  return [header, ...rows].map((row) => `${row.map(formatCell).join(',')}\r\n`).join('');
}

/** Marks a text that begins like a formula as text, so that spreadsheets don't execute it. */
function formatCell(cell: Cell): string {
  if (typeof cell !== 'string') return String(cell ?? '');
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
