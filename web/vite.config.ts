import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npx vite web --config web/vite.config.ts` serves the page with live changes, asking the API of `npm start`.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    // The charts are one library; splitting it would only add a request.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: { '/v1': 'http://localhost:8080', '/health': 'http://localhost:8080', '/docs': 'http://localhost:8080' },
  },
});
