import { chooseTheme, useTheme } from './theme.js';

export function ThemeButton() {
  const other = useTheme() === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" className="icon" aria-label={`Switch to ${other} colours`} onClick={() => chooseTheme(other)}>
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        {other === 'dark' ? (
          <path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z" />
        ) : (
          <path d="M10 3V1m0 18v-2m7-7h2M1 10h2m12-5 1.4-1.4M3.6 16.4 5 15m0-10L3.6 3.6m12.8 12.8L15 15M13.5 10a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0z" />
        )}
      </svg>
    </button>
  );
}
