import { join } from 'node:path';
import { mergeConfig } from 'vite';
import web from '../vite.config.ts';

/** The stories alone, as a site of files (`npm run stories` serves them while they are worked on). */
export default mergeConfig(web, {
  build: {
    outDir: '../../dist/stories',
    minify: false,
    rolldownOptions: { input: join(import.meta.dirname, 'index.html') },
  },
});
