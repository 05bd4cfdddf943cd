import { InputError } from '../../platform/index.js';
import { dcgmExporter } from './dcgm-exporter.js';
import { dcgmiDmon } from './dcgmi-dmon.js';
import type { FileContent, FoundRun, RunFormat } from './found-run.js';
import { measureFile } from './measure-file.js';
import { mlperfSummary } from './mlperf-summary.js';
import { nvidiaSmi } from './nvidia-smi.js';
import { perfExport } from './perf-export.js';
import type { PowerFormat, PowerLog } from './power-log.js';
import { vllmBench } from './vllm-bench.js';

const RUN_FORMATS: readonly RunFormat[] = [vllmBench, perfExport, mlperfSummary, measureFile];
const POWER_FORMATS: readonly PowerFormat[] = [nvidiaSmi, dcgmiDmon, dcgmExporter];

/** A file as it was given. */
export interface GivenFile {
  readonly name: string;
  readonly content: string;
}

/** A file with results names its runs, a power log its readings. */
export type ReadFile =
  | { readonly kind: 'runs'; readonly fileName: string; readonly runs: readonly FoundRun[] }
  | { readonly kind: 'power'; readonly log: PowerLog };

/**
 * Reads a file of whatever format it is, by its content; its name is for messages only.
 *
 * @throws InputError where no format fits, naming those that would, or where the file is not as its tool writes it
 */
export function readFile({ name, content }: GivenFile): ReadFile {
  const text = content.replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new InputError(`${name} is empty. The run may not have ended.`);
  const parsed: FileContent = { text, json: jsonOf(text) };
  const format = RUN_FORMATS.find((each) => each.recognises(parsed));
  if (format !== undefined) return { kind: 'runs', fileName: name, runs: format.read(parsed, name) };
  const power = POWER_FORMATS.find((each) => each.recognises(text));
  if (power !== undefined) return { kind: 'power', log: power.read(text, name) };
  throw new InputError(`${name} is of no format that is known. ${hint(parsed)}`);
}

/** One value, or one per line; null where the text is not JSON. */
function jsonOf(text: string): unknown[] | null {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    return [JSON.parse(text) as unknown];
  } catch {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    try {
      return lines.map((line): unknown => JSON.parse(line));
    } catch {
      return null;
    }
  }
}

function hint({ text, json }: FileContent): string {
  if (/^\s*[{[]/.test(text) && json === null) return 'It begins like JSON and is cut off or damaged: copy it again.';
  if (/^:::MLLOG/m.test(text)) return 'It is a detailed log: import the mlperf_log_summary.txt beside it.';
  const known = [...RUN_FORMATS, ...POWER_FORMATS].map(({ name }) => name);
  return `Known are: ${known.join('; ')}.`;
}
