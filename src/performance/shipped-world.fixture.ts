import { PRECISIONS, readAccelerators, shippedModels } from '../catalog/index.js';
import { shippedEfficiency } from './shipped-performance.js';

const efficiency = shippedEfficiency();

/** Dense, experts, latent, sliding and linear attention, published in 4, 8 and 16 bit. */
export const SHIPPED_MODELS = shippedModels();

/** Every accelerator in each precision that it has an efficiency for. */
export const SHIPPED_HARDWARE = readAccelerators().flatMap((accelerator) =>
  PRECISIONS.filter((precision) => efficiency(accelerator.id, precision) !== null).map((precision) => ({
    accelerator,
    precision,
  })),
);
