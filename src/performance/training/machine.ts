import type { Accelerator, Precision } from '../../catalog/index.js';
import { intraNodeLink, type Link } from '../communication.js';
import { computePrecision, peakFlopsPerSecond } from '../compute-precision.js';
import type { TrainingCoefficients } from './coefficients.js';
import type { TrainingRate, TrainingRateTable } from './rates.js';
import type { TrainingQuestion } from '../types.js';

/** What a step's time depends on besides its job and layout. */
export interface TrainingMachine {
  /** FLOP/s of one accelerator in large products, as measured, in the precision of the layers. */
  readonly layerFlopsPerSecond: number;
  /** The same in 16 bit, for the output layer. */
  readonly outputFlopsPerSecond: number;
  /** The same in attention, which stays in 16 bit. */
  readonly attentionFlopsPerSecond: number;
  /** Whether products are multiplied in less than 16 bit, so that their inputs are cast. */
  readonly casts: boolean;
  /** Of the accelerator's memory, as on the datasheet. */
  readonly memoryBytesPerSecond: number;
  /** Between the accelerators of a node. */
  readonly intra: Link;
  /** Bytes per second that a node exchanges with others; null where a single node trains. */
  readonly nodeBytesPerSecond: number | null;
  readonly acceleratorsPerNode: number;
  readonly coefficients: TrainingCoefficients;
}

export interface KnownMachine {
  readonly ok: true;
  readonly machine: TrainingMachine;
  readonly rate: TrainingRate;
  /** Dense, in FLOP/s. */
  readonly peak: number;
}

type Outcome =
  | KnownMachine
  | { readonly ok: false; readonly failedOn: 'precision' | 'unknown_performance'; readonly reason: string };

/** Before an all-reduce between accelerators of one node starts; next to a training step's messages it vanishes. */
const INTRA_NODE_LATENCY_SECONDS = 10e-6;
const BYTES_PER_GB = 1e9;

type Hardware = Pick<TrainingQuestion, 'accelerator' | 'acceleratorsPerNode' | 'nodes' | 'interNodeGBps' | 'precision'>;

/** The machine that a question asks about, or what is not known of it. */
export function trainingMachine(
  hardware: Hardware,
  rates: TrainingRateTable,
  coefficients: TrainingCoefficients,
): Outcome {
  const { accelerator, acceleratorsPerNode, interNodeGBps, nodes, precision } = hardware;
  const { name, memoryBandwidthGBps } = accelerator;
  const peak = trainingPeak(accelerator, precision);
  if (peak === null) return { ok: false, failedOn: 'precision', reason: `${name} cannot train in ${precision}.` };
  const rate = rates(accelerator.id, precision);
  const peakIn16Bit = trainingPeak(accelerator, 'bf16');
  const rateIn16Bit = rates(accelerator.id, 'bf16');
  if (rate === null || rateIn16Bit === null || peakIn16Bit === null) {
    return unknown(`No training run in ${precision} is known of ${name} or its relatives.`);
  }
  if (memoryBandwidthGBps === null) return unknown(`The memory bandwidth of ${name} is not known.`);
  if (nodes > 1 && interNodeGBps === null) {
    return unknown('The nodes exchange gradients, and the network between them is not known.');
  }
  const in16Bit = peakIn16Bit * rateIn16Bit.productShare;
  const machine = {
    layerFlopsPerSecond: peak * rate.productShare,
    outputFlopsPerSecond: in16Bit,
    attentionFlopsPerSecond: in16Bit * coefficients.attentionRate,
    casts: precision !== 'bf16',
    memoryBytesPerSecond: memoryBandwidthGBps * BYTES_PER_GB,
    intra: intraNodeLink(accelerator, INTRA_NODE_LATENCY_SECONDS),
    nodeBytesPerSecond: nodes > 1 && interNodeGBps !== null ? interNodeGBps * BYTES_PER_GB : null,
    acceleratorsPerNode,
    coefficients,
  };
  return { ok: true, machine, rate, peak };
}

/** Dense peak in FLOP/s; null where the hardware does not multiply in this precision, unpacked weights included. */
function trainingPeak(accelerator: Accelerator, precision: Precision): number | null {
  const multiplies = !precision.startsWith('int') && computePrecision(accelerator, precision) === precision;
  return multiplies ? peakFlopsPerSecond(accelerator, precision) : null;
}

function unknown(reason: string): Outcome {
  return { ok: false, failedOn: 'unknown_performance', reason };
}
