"""What a row of a table of serving runs asks of aiconfigurator: the arguments of its estimate, or why it asks nothing."""

import re

# Names in the table beside those under which the wheel ships a configuration of the same shapes.
SHIPPED_NAMES = {
    "meta-llama/Llama-3.1-8B-Instruct": "meta-llama/Meta-Llama-3.1-8B",
    "nvidia/Llama-3.1-8B-Instruct-FP8": "meta-llama/Meta-Llama-3.1-8B",
    "meta-llama/Llama-3.1-70B": "meta-llama/Meta-Llama-3.1-70B",
    "nvidia/DeepSeek-R1-NVFP4": "deepseek-ai/DeepSeek-R1",
    "nvidia/Qwen3-32B-NVFP4": "Qwen/Qwen3-32B",
    "zhipuai/GLM-5": "zai-org/GLM-5",
}
# Published checkpoints in a format that the model's own one does not have.
CHECKPOINTS = {
    ("Qwen/Qwen3-32B", "fp8"): "Qwen/Qwen3-32B-FP8",
    ("Qwen/Qwen3-32B", "fp8_block"): "Qwen/Qwen3-32B-FP8",
    ("Qwen/Qwen3-235B-A22B-FP8", "nvfp4"): "nvidia/Qwen3-235B-A22B-NVFP4",
    ("Qwen/Qwen3.5-397B-A17B", "nvfp4"): "nvidia/Qwen3.5-397B-A17B-NVFP4",
    ("MiniMaxAI/MiniMax-M2.5", "nvfp4"): "nvidia/MiniMax-M2.5-NVFP4",
    ("deepseek-ai/DeepSeek-R1", "nvfp4"): "nvidia/DeepSeek-V3.1-NVFP4",
    ("deepseek-ai/DeepSeek-V3", "nvfp4"): "nvidia/DeepSeek-V3.1-NVFP4",
    ("meta-llama/Meta-Llama-3.1-70B", "fp8"): "nvidia/Llama-3.1-70B-Instruct-FP8",
    ("moonshotai/Kimi-K2.5", "nvfp4"): "nvidia/Kimi-K2.5-NVFP4",
    ("zai-org/GLM-5", "fp8"): "zai-org/GLM-5-FP8",
    ("zai-org/GLM-5", "nvfp4"): "nvidia/GLM-5-NVFP4",
}
# Models whose own checkpoint is in the format that the table names, or in a kind of it (blocks of fp8, mxfp4).
IN_THEIR_OWN = {
    ("deepseek-ai/DeepSeek-R1", "fp8"),
    ("deepseek-ai/DeepSeek-V3", "fp8"),
    ("MiniMaxAI/MiniMax-M2.5", "fp8"),
    ("Qwen/Qwen3-235B-A22B-FP8", "fp8"),
    ("openai/gpt-oss-120b", "nvfp4"),
    ("moonshotai/Kimi-K2.5", "int4_wo"),
}
FORMATS = {"bf16": "bfloat16"}
STATED_BY_PHASE = ("batch", "workers", "tp", "pp", "dp", "moe_tp", "moe_ep")
ESTIMATE_BY_PHASE = (
    "batch_size", "num_workers", "tp_size", "pp_size", "attention_dp_size", "moe_tp_size", "moe_ep_size",
)  # fmt: skip


class NotAsked(Exception):
    """The row lacks what an estimate needs."""


def estimate_of(row, as_stated=False):
    """
    Arguments of `cli_estimate`, all but version and database mode. Measured times are not looked at.

    as_stated: the columns as they stand, as aiconfigurator's own regression test reads them. Without it, layouts that
    the table states as a product (64 for eight accelerators with tensor and expert parallelism over the same eight) are
    taken apart, so that the accelerators are those of the run.
    """
    common = {
        "model_path": SHIPPED_NAMES.get(row["model"], row["model"]),
        "system_name": row["accelerator"],
        "backend_name": row["engine"],
        "isl": whole(row, "input_tokens"),
        "osl": whole(row, "output_tokens"),
        "gemm_quant_mode": format_named(row.get("weight_precision")),
        "moe_quant_mode": format_named(row.get("moe_precision")),
    }
    if row.get("mode") == "disaggregated":
        return {**common, "mode": "disagg", **of_phases(row)}
    return {**common, "mode": "agg", **(stated(row) if as_stated else taken_apart(row))}


def in_checkpoint_formats(arguments):
    """The same in the formats of the checkpoint that is published in the stated one; None where there is none."""
    of = (arguments["model_path"], arguments["gemm_quant_mode"])
    if of not in CHECKPOINTS and of not in IN_THEIR_OWN:
        return None
    return {**arguments, "model_path": CHECKPOINTS.get(of, of[0]), "gemm_quant_mode": None, "moe_quant_mode": None}


def format_named(cell):
    return FORMATS.get(cell, cell) or None


def of_phases(row):
    arguments = {}
    for phase in ("prefill", "decode"):
        for column, argument in zip(STATED_BY_PHASE, ESTIMATE_BY_PHASE, strict=True):
            value = whole(row, f"{phase}_{column}")
            if value is None and column in ("batch", "workers"):
                raise NotAsked("it does not say how many workers there were, and how many requests each had")
            if value is not None:
                arguments[f"{phase}_{argument}"] = value
    return arguments


def stated(row):
    batch = whole(row, "concurrency")
    if not batch:
        raise NotAsked("it does not say how many requests were in flight")
    layout = {
        "tp_size": whole(row, "tensor_parallel"),
        "attention_dp_size": whole(row, "attention_data_parallel"),
        "moe_tp_size": whole(row, "moe_tensor_parallel"),
        "moe_ep_size": whole(row, "moe_expert_parallel"),
    }
    return {"batch_size": batch, **{name: size for name, size in layout.items() if size}}


def taken_apart(row):
    """The layout on the accelerators that were there; requests are those of one copy of the attention."""
    arguments = stated(row)
    tensor = arguments.get("tp_size", 1)
    copies = arguments.get("attention_dp_size")
    expert_tensor = arguments.get("moe_tp_size", 1)
    expert = arguments.get("moe_ep_size", 1)
    batch = arguments["batch_size"]
    in_flight = requests_in_name(row) or batch * (copies or 1)
    if copies is not None and expert > 1 and expert == expert_tensor:
        layout = (1, expert, 1, expert) if copies > 1 else (expert, 1, 1, expert)
    elif copies is not None and copies > 1 and copies == tensor and expert == tensor * copies:
        layout = (1, copies, 1, copies)
    elif copies is None and expert * expert_tensor > tensor:
        layout = (tensor, expert * expert_tensor // tensor, expert_tensor, expert)
    else:
        return arguments
    names = ("tp_size", "attention_dp_size", "moe_tp_size", "moe_ep_size")
    return {"batch_size": max(1, in_flight // layout[1]), **dict(zip(names, layout, strict=True))}


def requests_in_name(row):
    found = re.search(r"_c(\d+)(?:_|$)", row.get("id") or "")
    return int(found.group(1)) if found else None


def whole(row, column):
    cell = (row.get(column) or "").strip()
    return int(float(cell)) if cell else None
