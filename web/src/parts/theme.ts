import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

/** Colours of the style sheet as values, for drawings. */
export interface Palette {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly muted: string;
  readonly aws: string;
  readonly gcp: string;
  readonly azure: string;
}

const KEY = 'pennywatt-theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let palette: Palette | null = null;

function chosen(): Theme | null {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : null;
}

function current(): Theme {
  return chosen() ?? (system.matches ? 'dark' : 'light');
}

function apply(): void {
  document.documentElement.dataset['theme'] = current();
  palette = null;
  for (const listener of listeners) listener();
}

/** Follows the system's choice of light or dark until somebody chooses here. Call once, before anything is drawn. */
export function startTheme(): void {
  system.addEventListener('change', apply);
  apply();
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current);
}

export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, () => (palette ??= readPalette()));
}

/** Asks the browser what the style sheet's colours come to, so that they are written down once. */
function readPalette(): Palette {
  const probe = document.body.appendChild(document.createElement('span'));
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const read: Palette = {
    text: colour('text'),
    faint: colour('faint'),
    line: colour('line'),
    surface: colour('surface'),
    accent: colour('accent'),
    muted: colour('muted'),
    aws: colour('aws'),
    gcp: colour('gcp'),
    azure: colour('azure'),
  };
  probe.remove();
  return read;
}
