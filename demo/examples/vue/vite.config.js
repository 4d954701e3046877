import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// The tag is no component of Vue's.
const isCustomElement = (tag) => tag === 'odyssey-broadcast';

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
});
