import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

const PROGRAM = fileURLToPath(import.meta.resolve('@stoplight/prism-cli/dist/index.js'));
const START_MS = 60_000;

export interface Prism {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Stands between a client and an emulator, and answers with status 500 where either of them breaks the published
 * description: so an emulator cannot agree with our own misunderstanding.
 *
 * @param description path of an OpenAPI description
 */
export async function startPrism(description: string, upstream: string): Promise<Prism> {
  const port = await freePort();
  const args = [PROGRAM, 'proxy', '--errors', '--host', '127.0.0.1', '--port', String(port), description, upstream];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  // Not longer than this process, however that ends.
  const kill = () => void child.kill();
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    const limit = setTimeout(() => reject(new Error(`Prism did not start:\n${said}`)), START_MS);
    const heed = (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('Prism is listening')) return;
      clearTimeout(limit);
      resolve();
    };
    child.stdout.on('data', heed);
    child.stderr.on('data', heed);
    child.once('exit', (code) => reject(new Error(`Prism ended with ${code}:\n${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      process.removeListener('exit', kill);
      kill();
      return ended;
    },
  };
}
