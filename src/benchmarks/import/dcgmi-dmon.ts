import { InputError } from '../../platform/index.js';
import { clockTime, type ClockTime } from './clock.js';
import { wattsOf, type PowerFormat, type PowerSample } from './power-log.js';

/** Field 155 of DCGM. */
const POWER = new Set(['POWER', 'PWR', 'POWER_USAGE', 'DCGM_FI_DEV_POWER_USAGE']);
const MS_PER_SECOND = 1000;

/**
 * `dcgmi dmon -e 155`: columns of text, without times; a time that a wrapper put before each line (ISO 8601, or seconds
 * since 1970) is read.
 */
export const dcgmiDmon: PowerFormat = {
  name: 'dcgmi dmon -e 155',
  recognises: (text) => /^[^\n]*#\s?Entity\b/m.test(text),
  read: (text, fileName) => {
    const samples: PowerSample[] = [];
    let power = -1;
    for (const line of text.split(/\r?\n/)) {
      const header = /#\s?Entity\b(.*)$/.exec(line);
      if (header !== null) {
        // The entity, `GPU 0`, is two words where its heading is one.
        power = (header[1] ?? '')
          .trim()
          .split(/\s+/)
          .findIndex((name) => POWER.has(name));
        if (power < 0) throw new InputError(`${fileName} has no column POWER. Record it with: ${dcgmiDmon.name}`);
        continue;
      }
      const row = /^(.*?)\bGPU[ :]+(\d+)\s+(.*)$/.exec(line);
      if (row === null || power < 0) continue;
      const watts = wattsOf((row[3] ?? '').trim().split(/\s+/)[power]);
      if (watts !== null) samples.push({ at: prefixTime(row[1] ?? ''), device: row[2] ?? '', watts });
    }
    return { fileName, tool: 'dcgmi dmon', samples };
  },
};

function prefixTime(prefix: string): ClockTime | null {
  const text = prefix.trim();
  if (/^\d{10}(?:[.]\d+)?$/.test(text)) return { ms: Number(text) * MS_PER_SECOND, zoned: true };
  return clockTime(text);
}
