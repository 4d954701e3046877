import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Fails when a benchmark does not measure any more what it says it does: each is run as briefly as can
 * be. What they measure then is no result, and two at a time do no harm: mostly they wait.
 */
const AT_ONCE = 2;

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};
const left = Object.keys(scripts).filter((name) => /^(bench|simulate|campaign)(:.+)?$/.test(name));
// By far the longest one begins first.
left.sort((a, b) => Number(b === 'bench:failover') - Number(a === 'bench:failover'));

async function work(): Promise<void> {
  for (let name = left.shift(); name !== undefined; name = left.shift()) await smoke(name);
}

function smoke(name: string): Promise<void> {
  const startedAt = Date.now();
  const child = spawn('npm', ['run', name, '--silent', '--', '--smoke', '--built']);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data;
    });
  }
  return new Promise((resolve) => {
    child.once('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      console.log(`${name}: ${seconds} s${code === 0 ? '' : `, failed\n${output}`}`);
      if (code !== 0) process.exitCode = 1;
      resolve();
    });
  });
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
