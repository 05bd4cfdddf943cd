import type { FastifyInstance } from 'fastify';
import { InputError } from '../errors.js';

/**
 * Takes bodies of JSON and of nothing else. A form that a foreign page sends from somebody's browser is refused with
 * them: only JSON makes the browser ask first.
 */
export function takeJsonOnly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // An empty body is none: the route says what it wants.
    if (body === '') return done(null, undefined);
    return parse(request, body.toString(), (error, parsed) => {
      if (error === null) done(null, parsed);
      else done(new InputError(`The body is no JSON that can be taken: ${whyNot(body.toString())}. Correct it.`));
    });
  });
}

/** What Node says of the text, with its place; where it finds nothing, a key of the text is refused. */
function whyNot(text: string): string {
  try {
    JSON.parse(text);
    return 'it has a key __proto__ or constructor.prototype, which no request needs';
  } catch (error) {
    return (error as Error).message.replace(/ is not valid JSON$/, '');
  }
}
