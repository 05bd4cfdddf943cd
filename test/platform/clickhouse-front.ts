import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Session } from 'chdb';

const USER = 'pennywatt';

/**
 * The HTTP interface of a ClickHouse server, as far as its official client uses it, over the engine in this process:
 * the SQL, the settings and the formats are the engine's own. No server can be installed from packages alone, and the
 * engine in process speaks no HTTP.
 */
export interface ClickHouseFront {
  readonly url: string;
  readonly password: string;
  /** Statements in the order in which they came. */
  readonly statements: readonly string[];
  /** As if the server were stopped, and started again on the same port. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function startClickHouseFront(): Promise<ClickHouseFront> {
  const folder = mkdtempSync(join(tmpdir(), 'pennywatt-clickhouse-front-'));
  const session = new Session(join(folder, 'data'));
  const password = 'sesame-42';
  const statements: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    // One after the other, as the session wants it.
    last = last.then(() => handle(request, response)).catch((error: unknown) => refuse(response, error));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://front');
    if (url.pathname === '/ping') return void response.end('Ok.\n');
    const given = Buffer.from(`${USER}:${password}`).toString('base64');
    if (request.headers.authorization !== `Basic ${given}`) {
      throw new Error(`Code: 516. DB::Exception: ${USER}: Authentication failed. (AUTHENTICATION_FAILED)`);
    }
    const body = await bodyOf(request);
    const stated = url.searchParams.get('query');
    const sql = (stated ?? body.toString()).trim();
    statements.push(sql);
    await session.queryAsync(`USE ${url.searchParams.get('database') ?? 'default'}`);
    await set(url.searchParams);
    response.setHeader('content-type', 'application/x-ndjson');
    const insertion = /^INSERT INTO (\S+).*FORMAT JSONEachRow$/s.exec(sql);
    if (insertion !== null) {
      await session.insert({ table: insertion[1] ?? '', values: body, format: 'JSONEachRow' });
      response.end();
      return;
    }
    response.end((await run(sql, parametersOf(url.searchParams))).bytes());
  }

  function run(sql: string, parameters: Record<string, string>) {
    const format = { format: 'JSONEachRow' };
    const plain = sql.replace(/\s+FORMAT\s+JSONEachRow\s*$/, '');
    return Object.keys(parameters).length === 0
      ? session.queryAsync(plain, format)
      : session.queryBindAsync(plain, parameters, format);
  }

  /** A server takes the settings from the address. */
  async function set(search: URLSearchParams): Promise<void> {
    for (const [name, value] of search) {
      if (/^(output_format|input_format|date_time)_/.test(name)) await session.queryAsync(`SET ${name} = '${value}'`);
    }
  }

  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  const goAway = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const port = await listen(0);
  return {
    url: `http://${USER}:${password}@127.0.0.1:${port}`,
    password,
    statements,
    goAway,
    comeBack: async () => void (await listen(port)),
    async close() {
      await goAway();
      await last;
      session.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function parametersOf(search: URLSearchParams): Record<string, string> {
  const own = [...search].filter(([name]) => name.startsWith('param_'));
  return Object.fromEntries(own.map(([name, value]) => [name.slice('param_'.length), value]));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

function refuse(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const code = /Code: (\d+)/.exec(message)?.[1] ?? '0';
  response.writeHead(code === '516' ? 403 : 500, { 'x-clickhouse-exception-code': code });
  response.end(message);
}
