/** Points right, and down in what is open. */
export function Chevron() {
  return (
    <svg className="chevron" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d="m4 2.5 4 3.5-4 3.5" />
    </svg>
  );
}
