import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { startTheme } from './parts/theme.js';
import './style/base.css';
import './style/layout.css';
import './style/tables.css';
import './style/details.css';

// Prices change when a new release is loaded, which is rare; a page left open asks again now and then.
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: 1 } } });

startTheme();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
