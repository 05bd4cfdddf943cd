const NOT_READ = 'licence not read; figures published as results';

/**
 * The licence of each compilation whose figures are kept, as its repository states it. A source that is missing here
 * is left out: its licence was not read, or asks for more than naming the source. MLPerf publishes its results to be
 * quoted with round and submitter, which stand in the rows; the licence files of those repositories were not read.
 */
export const LICENCES = {
  'alcf-llm-inference-bench': 'BSD-3-Clause',
  'ml-energy-v3': 'Apache-2.0',
  'trtllm-perf-overview': 'Apache-2.0',
  'llm-foundry': 'Apache-2.0',
  maxtext: 'Apache-2.0',
  'mlperf-inference': NOT_READ,
  'mlperf-training': NOT_READ,
};
