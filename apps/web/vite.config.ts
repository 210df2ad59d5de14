import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/**
 * The design system's stylesheet fetches a licensed font from another site, which no ward screen may depend on (Arial
 * stands in), and names its images by an address that only its own server has.
 */
const selfContainedDesignSystem: Plugin = {
  name: 'self-contained-design-system',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('nhsuk-frontend') || !id.endsWith('.css')) return null;
    return {
      code: code.replaceAll(/@font-face\{[^}]*\}/g, '').replaceAll('url(/assets/', 'url(./assets/'),
      map: null,
    };
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [selfContainedDesignSystem, react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  // The strict CSP admits no data: scripts or fonts, and assets that are files can be cached.
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // The design system's stylesheet comes minified, with a hack for an old browser that the minifier cannot read.
    cssMinify: false,
    modulePreload: { polyfill: false },
    // Whatever is put into one file or several: main.tsx says first that nothing is evaluated (no-eval.ts), and then schemas are made.
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/socket.io': { target: 'ws://127.0.0.1:3000', ws: true } } },
});
