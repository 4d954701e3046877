import { cp, mkdir, rm } from 'node:fs/promises';
import { defineConfig, type Plugin } from 'vite';

/** Puts the demo's static pages and the script they embed where the room server serves them. */
function site(): Plugin {
  return {
    name: 'site',
    async closeBundle() {
      await rm('dist/site', { recursive: true, force: true });
      await mkdir('dist/site', { recursive: true });
      await cp('demo/page', 'dist/site', { recursive: true });
      await cp('dist/cdn', 'dist/site/cdn', { recursive: true });
    },
  };
}

/** What the entry and its lazy chunks both stand on. */
const SHARED =
  /node_modules\/(valibot|lit-html\/(?!.*directive)|lit-element|@lit\/reactive-element)\/|src\/protocol\/(?!acts|replay|odyssey-errors|draw|turn-modes)|element\/(words\/durations|words\/first-words|render-context|lazy-chunk)\.|client\/client-options\.|element\/styles\/base\./;

/** The script-tag build: one entry that registers the element, its lazy chunks beside it. */
export default defineConfig({
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: 'dist/cdn',
    target: 'es2022',
    modulePreload: false,
    sourcemap: true,
    minify: true,
    lib: { entry: 'src/cdn.ts', formats: ['es'], fileName: () => 'odyssey-broadcast.js' },
    rollupOptions: {
      output: {
        minify: true,
        // What no other bundler will read costs a page half a kilobyte.
        comments: { annotation: false },
        chunkFileNames: 'chunks/[name]-[hash].js',
        // What the entry shares with its lazy chunks is one file: many small ones compress badly.
        codeSplitting: { groups: [{ name: 'shared', test: SHARED }] },
      },
    },
  },
  plugins: [site()],
  logLevel: 'warn',
});
