/** @param {unknown} value */
function cell(value) {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A CSV text with one line per row; null and undefined are empty cells.
 * @param {readonly string[]} header
 * @param {readonly (readonly unknown[])[]} rows
 */
export function toCsv(header, rows) {
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\n') + '\n';
}
