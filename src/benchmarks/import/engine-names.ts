/** Other names of the engines whose runs predictions can use. */
const ALIASES: Readonly<Record<string, string>> = {
  tensorrtllm: 'trtllm',
  trtllm: 'trtllm',
  vllm: 'vllm',
  sglang: 'sglang',
};

/** `vLLM`, `SGLang`, `TensorRT-LLM` by one name each; any other engine as it is written. */
export function engineNamed(text: string): string {
  return ALIASES[text.toLowerCase().replaceAll(/[^a-z]/g, '')] ?? text;
}
