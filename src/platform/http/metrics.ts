import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** A figure that is read when Prometheus asks. */
export interface GaugeSource {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** Every combination of labels that has a value now. */
  read(): Iterable<{ readonly labels: Readonly<Record<string, string>>; readonly value: number }>;
}

/** What Prometheus is told; modules add their own figures. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requestSeconds: Histogram;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.requestSeconds = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.registry],
    });
  }

  addGauge(source: GaugeSource): void {
    const gauge: Gauge = new Gauge({
      name: source.name,
      help: source.help,
      labelNames: [...source.labels],
      registers: [this.registry],
      collect: () => {
        // What is gone must not be reported on.
        gauge.reset();
        for (const { labels, value } of source.read()) gauge.set({ ...labels }, value);
      },
    });
  }

  /** Times every request by its route's pattern: paths with ids in them would make a series each. */
  watch(server: FastifyInstance): void {
    server.addHook('onResponse', (request, reply, done) => {
      const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode };
      this.requestSeconds.observe(labels, reply.elapsedTime / 1000);
      done();
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
