/** The environment of a Node that does not find these packages, as where nobody has installed them. */
export function without(...packages: string[]): Record<string, string> {
  const hooks = `export function resolve(name, context, next) {
    if (!${JSON.stringify(packages)}.includes(name)) return next(name, context);
    throw Object.assign(new Error('Cannot find package ' + name), { code: 'ERR_MODULE_NOT_FOUND' });
  }`;
  const url = (script: string) => `data:text/javascript,${encodeURIComponent(script)}`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(url(hooks))});`;
  return { NODE_OPTIONS: `--import=${url(register)}` };
}
