import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import {
  HealthService,
  httpAdapter,
  Jobs,
  openStores,
  serveOpenApi,
  servePage,
  setUpHttp,
  StartError,
  startFault,
  StructuredLog,
  type Settings,
} from './platform/index.js';
import { SCHEMA } from './schema.js';

/** How long requests that have begun may take to end when the process stops. */
const PATIENCE_MS = 5000;

/** The whole product in this process. */
export interface RunningApp {
  readonly app: NestFastifyApplication;
  /** Where it answers; null when it does not listen. */
  readonly url: string | null;
  /** Answers what has begun, then stops jobs, server and stores. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Opens the stores, loads the shipped data and, with `listen`, answers on the settings' address. What was opened
 * before a failure is closed again. Throws a `StartError` that names the next step.
 */
export async function startApp(settings: Settings, { listen }: { listen: boolean }): Promise<RunningApp> {
  const stores = await openStores(settings, SCHEMA);
  let app: NestFastifyApplication | null = null;
  try {
    const adapter = httpAdapter(settings);
    app = await NestFactory.create<NestFastifyApplication>(AppModule.with(settings, stores), adapter, {
      logger: new StructuredLog(adapter.getInstance().log),
      abortOnError: false,
      // We take JSON alone, and say ourselves what is wrong with it.
      bodyParser: false,
    });
    setUpHttp(app, settings);
    serveOpenApi(app);
    await servePage(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const url = listen ? await listenOn(app, settings) : null;
    if (settings.roles.has('worker') && listen) await app.get(Jobs).start();
    app.get(HealthService).becomeReady();
    if (url !== null) stores.home?.announce(url);
    return { app, url, close: closer(app, stores) };
  } catch (error) {
    await app?.close().catch(() => undefined);
    await stores.close();
    throw startFault(error, settings);
  }
}

function closer(app: NestFastifyApplication, stores: { close(): Promise<void> }): () => Promise<void> {
  let closing: Promise<void> | null = null;
  const close = async () => {
    app.get(HealthService).beginToStop();
    await app.get(Jobs).stop();
    // A client that never finishes its request must not keep us from stopping.
    const impatience = setTimeout(() => app.getHttpServer().closeAllConnections(), PATIENCE_MS);
    await app.close();
    clearTimeout(impatience);
    await stores.close();
  };
  return () => (closing ??= close());
}

async function listenOn(app: NestFastifyApplication, { port, host }: Settings): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw new StartError(sentenceFor(error as NodeJS.ErrnoException, port, host), { cause: error });
  }
  const address = app.getHttpServer().address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const isLocal = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host);
  return `http://${isLocal ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${actual}`;
}

function sentenceFor(error: NodeJS.ErrnoException, port: number, host: string): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port < 65535 ? port + 1 : 0} npm start.`;
    case 'EACCES':
      return `This user may not listen on port ${port}. Choose one above 1023: PORT=8080 npm start.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Correct HOST; 127.0.0.1 answers this machine only, 0.0.0.0 everybody.`;
    default:
      return `Listening on ${host}:${port} failed: ${error.message}.`;
  }
}
