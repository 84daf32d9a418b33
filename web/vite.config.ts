import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const backend = process.env.BELFRY_BACKEND ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  // The server replaces the placeholder with a fresh nonce in every page.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    sourcemap: false,
    // Nothing becomes a data: URL, which the content security policy forbids.
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { '/api': { target: backend, changeOrigin: false } } },
  preview: { proxy: { '/api': { target: backend, changeOrigin: false } } },
  test: {
    projects: [
      // What is pure needs no browser, and starts at once.
      { extends: true, test: { name: 'pure', environment: 'node', include: ['app/**/*.spec.ts'] } },
      {
        extends: true,
        test: {
          name: 'widgets',
          environment: 'happy-dom',
          include: ['app/**/*.spec.tsx'],
          setupFiles: ['app/ui/testing/setup.ts'],
          css: false,
          testTimeout: 30_000,
        },
      },
    ],
  },
});
