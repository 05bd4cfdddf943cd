"""The integer program of Mélange's published solver, written anew and solved by CBC through PuLP, for bench/mix.mjs.

    python published.py < problems.jsonl

A problem per line as `pennywatt mix` reads it, {cost, seconds} per line as JSON. As published, every bucket falls into
`slice_factor` equal slices, a slice goes to one accelerator as a whole, and the load of an accelerator's slices is at most
its number of instances. The published program divides by a throughput of 0; here a slice may not go there.
"""

import json
import sys
import time

import pulp

for line in sys.stdin:
    problem = json.loads(line)
    seconds = problem.pop("seconds", 60)
    names = list(problem["gpu_info"])
    factor = problem["slice_factor"]
    slices = []
    for i, row in enumerate(problem["workload_distribution"]):
        for j, share in enumerate(row):
            rate = share * problem["total_request_rate"] / factor
            if rate > 0:
                slices += [(i, j, rate)] * factor
    program = pulp.LpProblem("mix", pulp.LpMinimize)
    counts = {name: pulp.LpVariable(f"y_{k}", cat="Integer", lowBound=0) for k, name in enumerate(names)}
    program += pulp.lpSum(counts[name] * problem["gpu_info"][name]["cost"] for name in names)
    loads = {name: [] for name in names}
    for s, (i, j, rate) in enumerate(slices):
        choices = []
        for k, name in enumerate(names):
            throughput = problem["gpu_info"][name]["tputs"][i][j]
            if throughput > 0:
                chosen = pulp.LpVariable(f"x_{s}_{k}", cat="Binary")
                choices.append(chosen)
                loads[name].append(chosen * (rate / throughput))
        program += pulp.lpSum(choices) == 1
    for name in names:
        program += pulp.lpSum(loads[name]) <= counts[name]
    began = time.perf_counter()
    program.solve(pulp.PULP_CBC_CMD(msg=0, timeLimit=seconds))
    took = time.perf_counter() - began
    cost = pulp.value(program.objective)
    print(json.dumps({"cost": cost, "seconds": took, "optimal": pulp.LpStatus[program.status] == "Optimal"}), flush=True)
