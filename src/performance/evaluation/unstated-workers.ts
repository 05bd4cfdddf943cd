import { layoutOf, type Layout } from '../serving/layout.js';
import type { Engine, PromptWorkers } from '../serving/serving-run.js';

/** Where prompts and generation are worked on, as it is usually done by those who do not say. */
interface Workers {
  readonly layout: Layout;
  readonly prompts: PromptWorkers;
}

/** Requests in flight per accelerator from which on attention is copied onto each of them: caches would not fit else. */
const REQUESTS_FOR_COPIES = 64;
/** Generating workers beyond this size are always made of copies: few models have so many heads to share. */
const LARGEST_TENSOR = 16;
/** Workers that generate, where few requests are in flight: one that works on prompts serves several of them. */
const FEW_REQUESTS_WORKERS: Readonly<Record<Engine, number>> = { vllm: 2, sglang: 2, trtllm: 4 };
/** Accelerators of one of several workers that share a large deployment. */
const USUAL_WORKER = 8;
const REQUESTS_OF_ONE_PROMPT_WORKER = 64;
const PROMPT_WORKERS_EXPONENT = 0.2;

/**
 * Workers of a disaggregated deployment of which only the size of one is stated. Published deployments of which it is
 * known run one prompt worker beside a few narrow generating ones while few requests are in flight, and one wide
 * generating worker, with attention copied and experts dealt out, once they are many.
 *
 * @param generating accelerators of one worker that generates
 * @param prompting the layout of one that works on prompts
 */
export function unstatedWorkers(
  engine: Engine,
  generating: number,
  prompting: Layout,
  concurrency: number,
  hasExperts: boolean,
): Workers {
  const wide = hasExperts && (generating > LARGEST_TENSOR || concurrency >= REQUESTS_FOR_COPIES * generating);
  const layout = wide
    ? layoutOf(generating, generating, generating)
    : layoutOf(1, generating, hasExperts ? generating : 1);
  const generationWorkers = wide ? 1 : Math.min(concurrency, FEW_REQUESTS_WORKERS[engine]);
  const workers = Math.max(1, (concurrency / REQUESTS_OF_ONE_PROMPT_WORKER) ** PROMPT_WORKERS_EXPONENT);
  return { layout, prompts: { layout: prompting, workers, generationWorkers, known: false } };
}

/**
 * A large deployment of which the total of accelerators alone is stated: the largest power of two among them generates,
 * the others work on prompts.
 */
export function sharedOut(accelerators: number, concurrency: number): Workers {
  const generating = 2 ** (Math.ceil(Math.log2(accelerators)) - 1);
  const prompting = accelerators - generating;
  const worker = Math.min(USUAL_WORKER, prompting);
  const wide = concurrency >= USUAL_WORKER * generating;
  return {
    layout: wide ? layoutOf(generating, generating, generating) : layoutOf(1, USUAL_WORKER, USUAL_WORKER),
    prompts: {
      layout: layoutOf(worker, worker, worker),
      workers: prompting / worker,
      generationWorkers: wide ? 1 : generating / USUAL_WORKER,
      known: false,
    },
  };
}
