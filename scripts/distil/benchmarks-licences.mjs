/**
 * The licence of each compilation whose figures are kept, as its repository states it at the commit that the rows name. A
 * source that is missing here is left out: its licence was not read, or does not let figures be passed on.
 *
 * Amazon's documentation of Neuron is under CC BY-SA 4.0; figures are taken of it, and none of its text.
 */
const LICENCES = {
  'alcf-llm-inference-bench': 'BSD-3-Clause',
  'aws-neuron': 'CC-BY-SA-4.0 (figures only)',
  jetstream: 'Apache-2.0',
  lmdeploy: 'Apache-2.0',
  'llm-foundry': 'Apache-2.0',
  maxtext: 'Apache-2.0',
  'ml-energy-legacy': 'Apache-2.0',
  'ml-energy-v2': 'Apache-2.0',
  'ml-energy-v3': 'Apache-2.0',
  'tpu-recipes': 'Apache-2.0',
  'trtllm-perf-overview': 'Apache-2.0',
};

/**
 * MLCommons publishes its results under the Apache License, but for these two repositories, which hold no licence of their
 * own; its submission rules ask the same of all. How results may be quoted is said in its results messaging guidelines,
 * which NOTICE follows.
 */
const UNSTATED = new Set(['mlcommons/inference_results_v5.1', 'mlcommons/training_results_v4.1']);

/** @returns undefined for a row that is left out */
export function licenceOf({ source_id: id, source_repo: repository }) {
  if (!id.startsWith('mlperf-')) return LICENCES[id];
  return UNSTATED.has(repository) ? 'none stated; MLCommons results guidelines' : 'Apache-2.0';
}
