import { describeWorldArguments, parseWorldArguments } from './arguments.js';
import { startWorld, type World } from './world.js';

/** Runs a local world alone: `tsx demo/world/main.ts --port 4000 --stream-seconds 150`. */
async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) {
    console.log(`Options, with their defaults:\n${describeWorldArguments()}`);
    return;
  }
  const world = await startWorld(parseWorldArguments(args));
  console.log(`Local world at ${world.url}`);
  closeOnSignal(world);
}

function closeOnSignal(world: World): void {
  const close = () => {
    process.off('SIGINT', close);
    process.off('SIGTERM', close);
    void world.close();
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken: give another one with --port.`;
  if (code === 'EACCES') return `Port ${port} may not be used: give a higher one with --port.`;
  return error.message;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
