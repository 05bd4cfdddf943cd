/** The example of the Mélange paper (arXiv 2404.14527), as a file of `pennywatt mix` states it. */
export const PAPER_EXAMPLE = {
  gpu_info: {
    A10G: {
      cost: 1.01,
      tputs: [
        [2, 1],
        [5, 2],
      ],
    },
    'A100-80GB': {
      cost: 3.67,
      tputs: [
        [20, 20],
        [40, 20],
      ],
    },
  },
  workload_distribution: [
    [0.2, 0.1],
    [0.5, 0.2],
  ],
  total_request_rate: 30,
};
