import { build, type Plugin } from 'esbuild';

/** What presses keys for the element's other tests is not here, and is not asked. */
const WITHOUT_RUNNER: Plugin = {
  name: 'without a runner',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@web\/test-runner-commands/ }, () => ({
      path: 'none',
      namespace: 'none',
    }));
    onLoad({ filter: /./, namespace: 'none' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/** One classic script of a page that mounts the element as its tests do. */
export async function pageScript(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'silent',
    tsconfig: 'tsconfig.base.json',
    // The package says of its built files which of them do something.
    ignoreAnnotations: true,
    plugins: [WITHOUT_RUNNER],
  });
  return outputFiles[0]?.text ?? '';
}
