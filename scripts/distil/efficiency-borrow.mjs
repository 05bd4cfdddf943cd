// What is assumed of accelerators that nobody measured: the geometric mean of their relatives. Used by efficiency.mjs.

import { quantile } from './efficiency-quantile.mjs';

/** Accelerators that current engines serve and train language models on, by generation. Others get no figures. */
const GENERATIONS = {
  volta: ['nvidia-v100-pcie-16gb', 'nvidia-v100-sxm-16gb', 'nvidia-v100-sxm-32gb'],
  turing: ['nvidia-t4', 'nvidia-t4g'],
  ampere: ['nvidia-a10', 'nvidia-a10g', 'nvidia-a100-sxm-40gb', 'nvidia-a100-sxm-80gb', 'nvidia-a100-pcie-80gb'],
  ada: ['nvidia-l4', 'nvidia-l40s'],
  hopper: ['nvidia-h100-pcie-80gb', 'nvidia-h100-sxm-80gb', 'nvidia-h100-nvl-94gb', 'nvidia-h200-sxm-141gb'],
  blackwell: [
    'nvidia-b200-sxm-180gb',
    'nvidia-b300-sxm-270gb',
    'nvidia-gb200-186gb',
    'nvidia-gb300-279gb',
    'nvidia-rtx-pro-4500-bse',
    'nvidia-rtx-pro-6000-bse',
  ],
  'cdna 3': ['amd-mi300x'],
  neuron: ['aws-inferentia2', 'aws-trainium1', 'aws-trainium2', 'aws-trainium3'],
  tpu: ['google-tpu-v4', 'google-tpu-v5e', 'google-tpu-v5p', 'google-tpu-v6e', 'google-tpu-v7x'],
};

/** @param {string} acceleratorId @returns {string | null} */
export function generationOf(acceleratorId) {
  return Object.keys(GENERATIONS).find((name) => GENERATIONS[name].includes(acceleratorId)) ?? null;
}

/**
 * @typedef {object} Donor Figures measured on one accelerator in one precision.
 * @property {string} acceleratorId
 * @property {string} precision
 * @property {number[]} values
 * @property {number} errorPercent
 */

/**
 * Figures for an accelerator and precision without rows.
 *
 * @param {{id: string, vendor: string}} accelerator
 * @param {string} precision
 * @param {Donor[]} donors
 * @param {{samePrecision: boolean, unseenPercent: number}} how whether another precision tells anything, and the
 *   error that leaving whole accelerators out of the fit showed
 * @returns {{values: number[], errorPercent: number, from: string} | null}
 */
export function borrow(accelerator, precision, donors, { samePrecision, unseenPercent }) {
  const generation = generationOf(accelerator.id);
  const vendor = accelerator.id.split('-')[0];
  const near = (donor) => generationOf(donor.acceleratorId) === generation;
  const same = (donor) => donor.precision === precision;
  /** @type {[string, number, (donor: Donor) => boolean][]} */
  const circles = [
    [
      'the same accelerator in other precisions',
      1,
      (donor) => donor.acceleratorId === accelerator.id && !samePrecision,
    ],
    [`${generation} accelerators in ${precision}`, 1, (donor) => near(donor) && same(donor)],
    [`${generation} accelerators in other precisions`, 1.25, (donor) => near(donor) && !samePrecision],
    [
      `other ${accelerator.vendor} accelerators in ${precision}`,
      1.5,
      (donor) => donor.acceleratorId.startsWith(`${vendor}-`) && same(donor),
    ],
    [
      `other ${accelerator.vendor} accelerators`,
      1.5,
      (donor) => donor.acceleratorId.startsWith(`${vendor}-`) && !samePrecision,
    ],
    [`other vendors' accelerators in ${precision}`, 2, same],
    [`other vendors' accelerators`, 2, () => !samePrecision],
  ];
  for (const [from, widening, belongs] of circles) {
    const chosen = donors.filter(belongs);
    if (chosen.length === 0) continue;
    const values = chosen[0].values.map((_, index) =>
      Math.exp(chosen.reduce((sum, donor) => sum + Math.log(donor.values[index]), 0) / chosen.length),
    );
    // One donor that is predicted badly says nothing of the others.
    const typical = quantile(
      chosen.map(({ errorPercent }) => errorPercent),
      0.5,
    );
    return { values, errorPercent: Math.max(unseenPercent, typical) * widening, from: `borrowed from ${from}` };
  }
  return null;
}
