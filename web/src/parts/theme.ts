import { useSyncExternalStore } from 'react';

/** Colours that charts need as values; everything else takes them from the style sheet. */
export interface Palette {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly muted: string;
  readonly clouds: Readonly<Record<'aws' | 'gcp' | 'azure', string>>;
}

const LIGHT: Palette = {
  text: '#1b2420',
  faint: '#5d6963',
  line: '#e3e7e4',
  surface: '#ffffff',
  accent: '#0f6b4f',
  muted: '#c3ccc7',
  clouds: { aws: '#c2570c', gcp: '#15803d', azure: '#1d4ed8' },
};

const DARK: Palette = {
  text: '#e8ede9',
  faint: '#9aa8a0',
  line: '#2b352f',
  surface: '#171d1a',
  accent: '#4cc79a',
  muted: '#46524b',
  clouds: { aws: '#fb923c', gcp: '#4ade80', azure: '#7aa2ff' },
};

const darkness = window.matchMedia('(prefers-color-scheme: dark)');

function subscribe(changed: () => void): () => void {
  darkness.addEventListener('change', changed);
  return () => darkness.removeEventListener('change', changed);
}

/** Follows the system's choice of light or dark. */
export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, () => darkness.matches) ? DARK : LIGHT;
}
