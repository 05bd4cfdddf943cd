import { wattsOf, type PowerFormat, type PowerSample } from './power-log.js';

const METRIC = /^DCGM_FI_DEV_POWER_USAGE\{([^}]*)\}\s+(\S+)(?:\s+(\d+))?\s*$/;
const LABEL = /(\w+)="([^"]*)"/g;

/** What dcgm-exporter answers on /metrics, any number of answers one after the other. */
export const dcgmExporter: PowerFormat = {
  name: 'dcgm-exporter, GET /metrics',
  recognises: (text) => /^(?:# (?:HELP|TYPE) )?DCGM_FI_DEV_POWER_USAGE\b/m.test(text),
  read: (text, fileName) => {
    const samples = text.split(/\r?\n/).flatMap((line): PowerSample[] => {
      const [, labels = '', value, milliseconds] = METRIC.exec(line) ?? [];
      const watts = wattsOf(value);
      if (watts === null) return [];
      const named = new Map([...labels.matchAll(LABEL)].map(([, name = '', text = '']) => [name, text]));
      const host = named.get('Hostname') ?? named.get('hostname');
      const gpu = named.get('gpu') ?? named.get('UUID') ?? '0';
      return [
        {
          at: milliseconds === undefined ? null : { ms: Number(milliseconds), zoned: true },
          device: host === undefined ? gpu : `${host}/${gpu}`,
          watts,
        },
      ];
    });
    return { fileName, tool: 'dcgm-exporter', samples };
  },
};
