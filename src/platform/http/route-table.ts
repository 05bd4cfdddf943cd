import type { FastifyInstance } from 'fastify';

interface Route {
  readonly path: RegExp;
  readonly methods: ReadonlySet<string>;
}

/** Every route as it was registered, to tell a wrong method from a wrong path: the router knows both only as not found. */
export class RouteTable {
  private readonly routes: Route[] = [];

  /** Before routes are registered. @param answers the paths that this process answers at all */
  watch(server: FastifyInstance, answers: (path: string) => boolean): void {
    server.addHook('onRoute', ({ url, method }) => {
      if (!answers(url)) return;
      this.routes.push({ path: patternOf(url), methods: new Set(Array.isArray(method) ? method : [method]) });
    });
  }

  /** The methods that this path takes, in alphabetical order; none where there is no such path. */
  methodsOf(url: string): string[] {
    const path = url.split('?')[0] ?? '';
    const methods = this.routes.filter((route) => route.path.test(path)).flatMap((route) => [...route.methods]);
    return [...new Set(methods)].sort();
  }
}

/** `/v1/placements/:id` and `/docs/*` as a pattern over paths. */
function patternOf(url: string): RegExp {
  const steps = url.split('/').map((step) => {
    if (step.startsWith(':')) return '[^/]+';
    return step === '*' ? '.*' : step.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${steps.join('/')}/?$`);
}
