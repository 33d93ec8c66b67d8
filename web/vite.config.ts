import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { shopperChunks, worthLinks } from './build/chunks.ts';
import { serviceWorker } from './build/serviceWorker.ts';

const root = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(0, -1);

export default defineConfig({
  plugins: [svelte(), serviceWorker()],
  build: {
    // The policy of the pages allows no inline script, and every browser we aim at preloads modules itself.
    modulePreload: { polyfill: false, resolveDependencies: worthLinks },
    // An inlined font or picture would be refused by the same policy.
    assetsInlineLimit: 0,
    // Swagger UI is one large file by nature; the other entries are watched by their own budgets.
    chunkSizeWarningLimit: 1600,
    rolldownOptions: {
      input: ['index.html', 'desk/index.html', 'coach/index.html', 'shared/index.html', 'docs/index.html'],
      output: {
        codeSplitting: {
          groups: [{ debugName: 'shopper', name: shopperChunks(root), includeDependenciesRecursively: false }],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  // The machine may be doing something else beside.
  test: { include: ['src/**/*.test.ts'], testTimeout: 30_000 },
});
