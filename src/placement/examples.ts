import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { shippedFile } from '../platform/index.js';
import { readPlacementFile } from './workload-file.js';
import type { Workload } from './workload.schema.js';

const FOLDER = 'config/examples';
/** All the others in one. */
const FLEET = 'fleet';

export interface Example {
  /** The file's name without its ending. */
  readonly name: string;
  /** The comment at its head. */
  readonly description: string;
  /** As one would give it to the command line. */
  readonly file: string;
  readonly workloads: readonly Workload[];
}

/** The shipped examples by name. Read anew each time: they are few, and whoever edits one wants to see it. */
export function shippedExamples(): Example[] {
  const folder = shippedFile(FOLDER);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({
      name: basename(file, '.yaml'),
      description: headComment(readFileSync(join(folder, file), 'utf8')),
      file: `${FOLDER}/${file}`,
      workloads: readPlacementFile(join(folder, file)).workloads,
    }));
}

/** The workloads of the example fleet. */
export function fleetExample(): Workload[] {
  return readPlacementFile(shippedFile(`${FOLDER}/${FLEET}.yaml`)).workloads;
}

function headComment(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^#\s?/, ''))
    .join(' ')
    .trim();
}
