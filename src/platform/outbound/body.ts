import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { pipeline, type Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import { OutboundError } from './outbound-error.js';
import { shownAddress } from './outbound-failure.js';

const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The body, unpacked; ends with an `OutboundError` past `maxBytes` unpacked bytes or where it cannot be unpacked. */
export async function* bodyOf(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  name: string,
  url: string | URL,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of unpacked(response, name, url)) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        throw new OutboundError('too_large', `${name} answered ${shownAddress(url)} with more than ${maxBytes} bytes.`);
      }
      yield chunk;
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BROTLI_INVALID' || isZlibError(error)) {
      const encoding = String(response.headers['content-encoding']);
      throw new OutboundError(
        'unreadable',
        `${name} answered ${shownAddress(url)} with a body that is not, or not wholly, ${encoding}.`,
        null,
        null,
        { cause: error },
      );
    }
    throw error;
  }
}

function unpacked(response: Dispatcher.ResponseData, name: string, url: string | URL): AsyncIterable<Buffer> {
  const encoding = String(response.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity' || response.statusCode === 304) return response.body;
  const unpacker = UNPACKERS[encoding]?.();
  if (unpacker === undefined) {
    throw new OutboundError('unreadable', `${name} answered ${shownAddress(url)} in the unknown encoding ${encoding}.`);
  }
  // The error of either stream ends the iteration of the other; there is nothing more to do with it here.
  pipeline(response.body, unpacker, () => undefined);
  return unpacker;
}

function isZlibError(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^(Z_|ERR_BROTLI|BROTLI)/.test(code);
}

/** All of it as UTF-8. */
export async function collected(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}
