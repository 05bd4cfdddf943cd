import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { StartError } from '../errors.js';
import { faultOfFile } from '../folder.js';
import type { Home } from '../home.js';
import { postgresBinaries } from './binaries.js';
import { prepareDataFolder, START_ANEW, USER } from './data-folder.js';
import { launch, type PostgresCommand, type Started } from './launch.js';
import { clearRemains, stopPostmaster } from './postmaster.js';
import { runAs } from './run-as.js';

/** A PostgreSQL that this process started. */
export interface RunningPostgres {
  /** With the password: never to be logged. */
  readonly url: string;
  /** What to do where it starts but does not work, as whole sentences. */
  readonly remedy: string;
  stop(): Promise<void>;
}

/** Another program can take the free port before PostgreSQL does. */
const ATTEMPTS = 5;
const BETWEEN_ATTEMPTS_MS = 200;

/**
 * Starts the embedded PostgreSQL under the home, making its data folder the first time. It listens on this machine
 * only, on a free port, behind a random password; where it ends by itself, it is started again. Throws a `StartError`
 * that names the next step.
 */
export async function startEmbeddedPostgres(home: Home): Promise<RunningPostgres> {
  const dataFolder = home.folder('postgres');
  const passwordFile = home.folder('postgres-password');
  try {
    const binaries = postgresBinaries(home.folder('postgres-program'));
    const owner = runAs([binaries.postgres, dataFolder]);
    const password = prepareDataFolder(dataFolder, passwordFile, binaries, owner);
    const logFile = home.folder('postgres.log');
    const remedy =
      `Everything it said is in ${logFile}. Its data are in ${dataFolder}, its password in ${passwordFile}, and both ` +
      `belong together. ${START_ANEW}.`;
    const server = await Server.start({ program: binaries.postgres, owner, dataFolder, logFile });
    return {
      url: `postgresql://${USER}:${password}@127.0.0.1:${server.port}/postgres`,
      remedy,
      stop: () => server.stop(),
    };
  } catch (error) {
    if (error instanceof StartError) throw error;
    const { why, remedy } = faultOfFile(error);
    throw new StartError(
      `The embedded PostgreSQL cannot use ${(error as NodeJS.ErrnoException).path ?? dataFolder}: ${why}. ${remedy}, ` +
        'or choose another folder with PENNYWATT_HOME.',
      { cause: error },
    );
  }
}

/** Holds one PostgreSQL up: where it is killed under us, it comes back on the same port, and who asks finds it again. */
class Server {
  private readonly logger = new Logger('postgresql');
  private readonly watching: Promise<void>;
  private stopping = false;

  private constructor(
    private readonly command: PostgresCommand,
    readonly port: number,
    private running: Started,
  ) {
    this.watching = this.watch();
  }

  static async start(command: PostgresCommand): Promise<Server> {
    for (let attempt = 1; ; attempt += 1) {
      await clearRemains(command.dataFolder);
      const port = await freePort();
      const outcome = await launch(command, port);
      if (outcome.started) return new Server(command, port, outcome);
      if (!outcome.retry || attempt >= ATTEMPTS) throw cannotStart(command, outcome.reason);
      await sleep(BETWEEN_ATTEMPTS_MS);
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await stopPostmaster(this.running.pid);
    await this.watching;
    // One that was coming back in the meantime.
    await stopPostmaster(this.running.pid);
  }

  private async watch(): Promise<void> {
    for (;;) {
      const { inOrder, reason } = await this.running.ended;
      if (this.stopping) return;
      if (inOrder) {
        this.logger.error('The embedded PostgreSQL was stopped by somebody else. Stop Pennywatt and start it again.');
        return;
      }
      this.logger.error(`The embedded PostgreSQL has ended: ${reason} It is started again.`);
      if (!(await this.revive())) return;
    }
  }

  private async revive(): Promise<boolean> {
    let reason = '';
    for (let attempt = 1; attempt <= ATTEMPTS && !this.stopping; attempt += 1) {
      await sleep(attempt * BETWEEN_ATTEMPTS_MS);
      try {
        await clearRemains(this.command.dataFolder);
        const outcome = await launch(this.command, this.port);
        if (outcome.started) {
          this.running = outcome;
          this.logger.log('The embedded PostgreSQL takes connections again.');
          return true;
        }
        reason = outcome.reason;
      } catch (error) {
        reason = (error as Error).message;
      }
    }
    if (!this.stopping) this.logger.fatal(cannotStart(this.command, reason).message);
    return false;
  }
}

function cannotStart({ dataFolder, logFile }: PostgresCommand, reason: string): StartError {
  return new StartError(
    `The embedded PostgreSQL cannot start on ${dataFolder}: ${reason} Everything it said is in ${logFile}. If its ` +
      `data are damaged: ${START_ANEW.charAt(0).toLowerCase()}${START_ANEW.slice(1)}.`,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('The system gave no port.'));
        else resolve(address.port);
      });
    });
  });
}
