import { InputError } from '../../platform/index.js';
import { clockTime } from './clock.js';
import { wattsOf, type PowerFormat, type PowerSample } from './power-log.js';

/** Of several figures of power the one that is asked for by its plain name, then the mean, then the moment's. */
const POWER = ['power.draw', 'power.draw.average', 'power.draw.instant'];
const DEVICE = ['index', 'uuid', 'gpu_uuid', 'pci.bus_id', 'gpu_bus_id', 'name', 'gpu_name'];

/** `nvidia-smi --query-gpu=timestamp,index,power.draw --format=csv -l 1`. */
export const nvidiaSmi: PowerFormat = {
  name: 'nvidia-smi --query-gpu=timestamp,index,name,power.draw --format=csv',
  recognises: (text) => /^[^\n]*\bpower\.draw/.test(text),
  read: (text, fileName) => {
    const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    const columns = cellsOf(header).map((name) => name.replace(/\s*\[.*\]$/, '').toLowerCase());
    const at = (names: readonly string[]) => names.map((name) => columns.indexOf(name)).find((index) => index >= 0);
    const time = at(['timestamp']);
    const power = at(POWER);
    const device = at(DEVICE);
    if (time === undefined || power === undefined) {
      throw new InputError(
        `${fileName} has no column ${time === undefined ? 'timestamp' : POWER[0]}. Record it with: ${nvidiaSmi.name} -l 1`,
      );
    }
    const samples = lines.flatMap((line, index): PowerSample[] => {
      // A log that was started again has its header again.
      if (line === header) return [];
      const cells = cellsOf(line);
      const stated = clockTime(cells[time] ?? '');
      if (stated === null || cells.length < columns.length) {
        throw new InputError(
          `${fileName}, line ${index + 2} is no row of nvidia-smi: "${line.slice(0, 80)}". Remove it.`,
        );
      }
      const watts = wattsOf(cells[power]);
      return watts === null ? [] : [{ at: stated, device: device === undefined ? '0' : (cells[device] ?? ''), watts }];
    });
    return { fileName, tool: 'nvidia-smi', samples };
  },
};

/** nvidia-smi puts no quotes around cells. */
const cellsOf = (line: string) => line.split(',').map((cell) => cell.trim());
