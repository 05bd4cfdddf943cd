#!/usr/bin/env python3
"""Measures what one accelerator does, for `pennywatt benchmarks import`.

Times matrix products, attention, and prefill and decode steps of transformer layers with random weights, and reads the
power meanwhile (nvidia-smi or rocm-smi, where there is one). Needs Python 3.9 and PyTorch; downloads nothing, and sends
nothing anywhere.

    python3 measure.py                            # the first accelerator, else the CPU; writes measurements.json
    python3 measure.py --shape llama-3.1-70b --precision bf16,fp8
    python3 measure.py --dry-run                  # what would be measured; needs no PyTorch

Times are medians of groups of repeats, each group long enough that the clock's own error does not matter. Power is the
mean of the readings of the last two thirds of an operation, since meters lag behind.
"""

import argparse
import datetime
import json
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time

FORMAT = "pennywatt-measure/1"

# Hidden size, feed-forward size, heads, key-value heads, head size, layers, vocabulary.
SHAPES = {
    "llama-3.1-8b": (4096, 14336, 32, 8, 128, 32, 128256),
    "llama-3.1-70b": (8192, 28672, 64, 8, 128, 80, 128256),
    "qwen3-32b": (5120, 25600, 64, 8, 128, 64, 151936),
    "tiny": (256, 704, 4, 2, 64, 2, 4096),
}

GROUP_SECONDS = 0.05
LEAST_GROUPS = 5
LEAST_READINGS = 3


class Shape:
    def __init__(self, name):
        self.name = name
        (self.hidden, self.feed_forward, self.heads, self.kv_heads, self.head_size, self.layers, self.vocabulary) = SHAPES[
            name
        ]

    def matrices(self):
        """Columns and rows of the products of a layer, as an inference engine fuses them."""
        qkv = (self.heads + 2 * self.kv_heads) * self.head_size
        return [
            (qkv, self.hidden),
            (self.hidden, self.heads * self.head_size),
            (2 * self.feed_forward, self.hidden),
            (self.hidden, self.feed_forward),
        ]

    def layer_flops(self, tokens):
        return sum(2 * tokens * n * k for n, k in self.matrices())


def plan(shape, precisions, quick):
    """Every operation to measure, smallest first: (operation, precision, shape)."""
    rows = [1, 64] if quick else [1, 16, 64, 256, 1024, 4096]
    prompts = [64] if quick else [512, 2048, 8192]
    batches = [1, 4] if quick else [1, 8, 32, 128]
    contexts = [64] if quick else [1024, 4096]
    for precision in precisions:
        for m in rows:
            for n, k in shape.matrices():
                yield "gemm", precision, {"m": m, "n": n, "k": k}
        if precision == "fp8":
            # PyTorch multiplies in fp8; attention and whole layers it runs in 16 bit.
            continue
        heads = {"heads": shape.heads, "kv_heads": shape.kv_heads, "head_size": shape.head_size}
        for tokens in prompts:
            yield "attention", precision, {"batch": 1, "query_tokens": tokens, "context_tokens": tokens, "causal": True, **heads}
        for batch in batches:
            for context in contexts:
                sizes = {"batch": batch, "query_tokens": 1, "context_tokens": context, "causal": False}
                yield "attention", precision, {**sizes, **heads}
        for tokens in prompts:
            yield "prefill_step", precision, {"batch": 1, "tokens": tokens}
        for batch in batches:
            for context in contexts:
                yield "decode_step", precision, {"batch": batch, "context_tokens": context}


class PowerMeter:
    """Readings of one accelerator, taken all the time by a thread."""

    def __init__(self, kind, device_name):
        self.readings = []
        self.process = None
        self.running = False
        if kind == "cuda" and shutil.which("nvidia-smi"):
            command = ["nvidia-smi", "-i", device_name, "--query-gpu=power.draw", "--format=csv,noheader,nounits", "-lms", "100"]
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            self._begin(self._follow_nvidia)
        elif kind == "rocm" and shutil.which("rocm-smi"):
            self.device = device_name
            self._begin(self._ask_rocm)

    def _begin(self, follow):
        self.running = True
        threading.Thread(target=follow, daemon=True).start()

    def _follow_nvidia(self):
        for line in self.process.stdout:
            try:
                self.readings.append((time.monotonic(), float(line)))
            except ValueError:
                # "[N/A]": this one reports no power.
                continue

    def _ask_rocm(self):
        while self.running:
            done = subprocess.run(
                ["rocm-smi", "-d", self.device, "--showpower", "--json"], capture_output=True, text=True, check=False
            )
            found = re.search(r'Power \(W\)"\s*:\s*"([\d.]+)"', done.stdout)
            if found:
                self.readings.append((time.monotonic(), float(found.group(1))))
            time.sleep(0.1)

    def mean(self, start, end):
        """Mean watts and readings of a stretch of time; None where there are too few to mean anything."""
        from_then = start + (end - start) / 3
        watts = [value for at, value in list(self.readings) if from_then <= at <= end]
        return (statistics.fmean(watts), len(watts)) if len(watts) >= LEAST_READINGS else (None, len(watts))

    def stop(self):
        self.running = False
        if self.process is not None:
            self.process.terminate()
            self.process.wait()


class Bench:
    """Builds and times operations on one device."""

    def __init__(self, torch, kind, shape, layers, seconds):
        self.torch = torch
        self.kind = kind
        self.device = torch.device("cpu" if kind == "cpu" else "cuda:0")
        self.shape = shape
        self.layers = layers
        self.seconds = seconds
        self.torch_version = tuple(int(part) for part in re.findall(r"\d+", torch.__version__)[:2])
        self.types = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}

    def wait(self):
        if self.kind != "cpu":
            self.torch.cuda.synchronize()

    def random(self, precision, *size):
        return self.torch.randn(*size, device=self.device, dtype=self.types[precision]).mul_(0.02)

    def gemm(self, precision, sizes):
        m, n, k = sizes["m"], sizes["n"], sizes["k"]
        flops = 2 * m * n * k
        if precision != "fp8":
            a, b = self.random(precision, m, k), self.random(precision, n, k).t()
            return (lambda: a @ b), flops
        # The fp8 product wants at least 16 rows; what is added to fewer is work that engines do as well.
        a = self.random("bf16", max(m, 16), k).to(self.torch.float8_e4m3fn)
        b = self.random("bf16", n, k).to(self.torch.float8_e4m3fn).t()
        one = self.torch.ones((), device=self.device)
        return (lambda: self.torch._scaled_mm(a, b, scale_a=one, scale_b=one, out_dtype=self.torch.bfloat16)), flops

    def attend(self, query, keys, values, causal):
        """Attention as engines run it: each key-value head is read once for its group, where PyTorch can do that."""
        attend = self.torch.nn.functional.scaled_dot_product_attention
        groups = query.shape[1] // keys.shape[1]
        if groups == 1 or self.torch_version >= (2, 5):
            return attend(query, keys, values, is_causal=causal, **({} if groups == 1 else {"enable_gqa": True}))
        spread = [part.repeat_interleave(groups, 1) for part in (keys, values)]
        return attend(query, *spread, is_causal=causal)

    def attention(self, precision, sizes):
        batch, tokens, context, causal = (sizes[name] for name in ("batch", "query_tokens", "context_tokens", "causal"))
        query = self.random(precision, batch, sizes["heads"], tokens, sizes["head_size"])
        keys, values = (self.random(precision, batch, sizes["kv_heads"], context, sizes["head_size"]) for _ in range(2))
        flops = 4 * batch * sizes["heads"] * tokens * context * sizes["head_size"] / (2 if causal else 1)
        return (lambda: self.attend(query, keys, values, causal)), flops

    def layer(self, weights, x, keys, values, start, causal):
        functional = self.torch.nn.functional
        s = self.shape
        batch, tokens, _ = x.shape
        qkv = functional.rms_norm(x, (s.hidden,)) @ weights[0]
        sizes = [s.heads * s.head_size, s.kv_heads * s.head_size, s.kv_heads * s.head_size]
        query, key, value = (
            part.view(batch, tokens, -1, s.head_size).transpose(1, 2) for part in qkv.split(sizes, dim=-1)
        )
        keys[:, :, start : start + tokens] = key
        values[:, :, start : start + tokens] = value
        mixed = self.attend(query, keys, values, causal)
        x = x + mixed.transpose(1, 2).reshape(batch, tokens, -1) @ weights[1]
        gate, up = (functional.rms_norm(x, (s.hidden,)) @ weights[2]).chunk(2, dim=-1)
        return x + (functional.silu(gate) * up) @ weights[3]

    def step(self, precision, batch, tokens, start, causal):
        """One step through the layers, and through the head where they are all there."""
        s = self.shape
        weights = [[self.random(precision, k, n) for n, k in s.matrices()] for _ in range(self.layers)]
        head = self.random(precision, s.hidden, s.vocabulary) if self.layers == s.layers else None
        cache = [
            [self.random(precision, batch, s.kv_heads, start + tokens, s.head_size) for _ in range(2)]
            for _ in range(self.layers)
        ]
        x = self.random(precision, batch, tokens, s.hidden)

        def run():
            y = x
            for layer, (keys, values) in zip(weights, cache):
                y = self.layer(layer, y, keys, values, start, causal)
            return y if head is None else y[:, -1] @ head

        return run

    def prefill_step(self, precision, sizes):
        tokens = sizes["batch"] * sizes["tokens"]
        s = self.shape
        attention = 2 * tokens * sizes["tokens"] * s.heads * s.head_size
        flops = self.layers * (s.layer_flops(tokens) + attention)
        return self.step(precision, sizes["batch"], sizes["tokens"], 0, True), flops

    def decode_step(self, precision, sizes):
        return self.step(precision, sizes["batch"], 1, sizes["context_tokens"], False), None

    def time(self, run):
        """Median seconds of one run, and how many there were."""
        for _ in range(3):
            run()
        self.wait()
        began = time.perf_counter()
        run()
        self.wait()
        per_group = max(1, int(GROUP_SECONDS / max(time.perf_counter() - began, 1e-7)))
        groups = []
        deadline = time.perf_counter() + self.seconds
        while len(groups) < LEAST_GROUPS or time.perf_counter() < deadline:
            began = time.perf_counter()
            for _ in range(per_group):
                run()
            self.wait()
            groups.append((time.perf_counter() - began) / per_group)
        return statistics.median(groups), per_group * len(groups)

    def measure(self, operation, precision, sizes, meter):
        run, flops = getattr(self, operation)(precision, sizes)
        started, start = now(), time.monotonic()
        with self.torch.inference_mode():
            seconds, repeats = self.time(run)
        ended, end = now(), time.monotonic()
        watts, readings = meter.mean(start, end)
        is_step = operation.endswith("_step")
        # Of some of the layers there is no rate of tokens to speak of.
        whole = is_step and self.layers == self.shape.layers
        tokens = sizes["batch"] * sizes.get("tokens", 1) if whole else None
        return {
            "operation": operation,
            "precision": precision,
            "shape": {**sizes, "layers": self.layers} if is_step else sizes,
            "milliseconds": seconds * 1000,
            "repeats": repeats,
            "tflops": None if flops is None else flops / seconds / 1e12,
            "tokens_per_second": None if tokens is None else tokens / seconds,
            "started_at": started,
            "ended_at": ended,
            "watts": watts,
            "power_samples": readings,
        }


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def kind_of(torch, asked):
    """cuda, rocm or cpu: what was asked for, if it is there."""
    there = "cpu" if not torch.cuda.is_available() else "rocm" if torch.version.hip else "cuda"
    if asked in ("auto", there, "cpu"):
        return there if asked == "auto" else asked
    sys.exit(f"measure.py: PyTorch sees no {asked} device here, but {there}. Install its build of PyTorch, or leave --device.")


def device_of(torch, kind):
    """Its name, and how the tools for power call it."""
    if kind == "cpu":
        import platform

        return platform.machine() + " CPU", ""
    properties = torch.cuda.get_device_properties(0)
    uuid = getattr(properties, "uuid", None)
    return properties.name, f"GPU-{uuid}" if kind == "cuda" and uuid is not None else "0"


def arguments():
    parser = argparse.ArgumentParser(
        description="Measures what one accelerator does, for `pennywatt benchmarks import`. Random weights, no downloads.",
    )
    parser.add_argument("--output", default="measurements.json", help="the file to write (default: measurements.json)")
    parser.add_argument("--device", choices=["auto", "cuda", "rocm", "cpu"], default="auto")
    parser.add_argument("--shape", choices=sorted(SHAPES), help="whose sizes (default: llama-3.1-8b; on a CPU tiny)")
    parser.add_argument("--precision", help="bf16, fp16, fp32, fp8, separated by commas (default: bf16; on a CPU fp32)")
    parser.add_argument("--layers", type=int, help="layers of a step; all of them also give tokens per second (default: 4)")
    parser.add_argument("--seconds", type=float, default=3.0, help="per operation (default: 3)")
    parser.add_argument("--quick", action="store_true", help="few and small operations, to see that it works")
    parser.add_argument("--dry-run", action="store_true", help="print what would be measured, and measure nothing")
    given = parser.parse_args()
    if given.layers is not None and given.layers < 1:
        parser.error("--layers has to be 1 at least")
    if given.seconds <= 0:
        parser.error("--seconds has to be above 0")
    for precision in (given.precision or "").split(","):
        if precision not in ("", "bf16", "fp16", "fp32", "fp8"):
            parser.error(f'"{precision}" is no precision that is measured: bf16, fp16, fp32, fp8')
    return given


def main():
    given = arguments()
    torch = None
    kind = given.device
    if not given.dry_run:
        try:
            import torch
        except ImportError:
            sys.exit("measure.py: PyTorch is missing. Install it for your accelerator (pytorch.org), then run this again.")
        kind = kind_of(torch, given.device)
    shape = Shape(given.shape or ("tiny" if kind == "cpu" else "llama-3.1-8b"))
    precisions = (given.precision or ("fp32" if kind == "cpu" else "bf16")).split(",")
    layers = min(shape.layers, given.layers or 4)
    operations = list(plan(shape, precisions, given.quick))
    if given.dry_run:
        listed = [{"operation": name, "precision": precision, "shape": sizes} for name, precision, sizes in operations]
        json.dump({"format": FORMAT, "model_shape": shape.name, "layers": layers, "operations": listed}, sys.stdout, indent=2)
        print()
        return
    name, power_name = device_of(torch, kind)
    bench = Bench(torch, kind, shape, layers, given.seconds)
    meter = PowerMeter(kind, power_name)
    started = now()
    results = []
    try:
        for position, (operation, precision, sizes) in enumerate(operations, 1):
            print(f"{position}/{len(operations)} {operation} {precision} {sizes}", file=sys.stderr)
            try:
                results.append(bench.measure(operation, precision, sizes, meter))
            except RuntimeError as error:
                # Out of memory, or a product that this device does not have: the rest is still worth measuring.
                print(f"  left out: {str(error).splitlines()[0]}", file=sys.stderr)
            if kind != "cpu":
                torch.cuda.empty_cache()
    finally:
        meter.stop()
    if not results:
        sys.exit("measure.py: nothing could be measured; the reasons are above.")
    measured = {
        "format": FORMAT,
        "started_at": started,
        "ended_at": now(),
        "device": {"kind": kind, "name": name, "count": 1},
        "torch": torch.__version__,
        "model_shape": shape.name,
        "operations": results,
    }
    with open(given.output, "w", encoding="utf-8") as file:
        json.dump(measured, file, indent=1)
    print(f"{len(results)} measurements in {given.output}. Take them in: pennywatt benchmarks import {given.output}", file=sys.stderr)


if __name__ == "__main__":
    main()
