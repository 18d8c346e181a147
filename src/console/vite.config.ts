import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the pages into `dist/console`; `vite --config src/console/vite.config.ts` serves them beside a service on API_ORIGIN. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // The service's content security policy lets no inlined font or script through.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: {
    proxy: Object.fromEntries(['/api', '/verify'].map((path) => [path, process.env['API_ORIGIN'] ?? 'http://localhost:3000'])),
  },
});
