"""The choice problem of a file as an integer program, solved by HiGHS as it comes, for bench/fleet.mjs.

    python highs.py FILE SECONDS [RELATIVE_GAP]

Prints {cost, bound, seconds} as JSON; the time is that of the solver alone.
"""

import json
import sys
import time

import highspy
import numpy as np

path, seconds = sys.argv[1], float(sys.argv[2])
gap = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
with open(path) as file:
    fleet = json.load(file)
pools, workloads = fleet["pools"], fleet["workloads"]
starts, indices, values, costs = [0], [], [], []
for row, options in enumerate(workloads):
    for option in options:
        indices += [row, len(workloads) + option["p"]]
        values += [1.0, option["g"]]
        starts.append(len(indices))
        costs.append(option["c"])
columns, rows = len(costs), len(workloads) + len(pools)
ones = np.ones(len(workloads))
program = highspy.HighsLp()
program.num_col_, program.num_row_ = columns, rows
program.col_cost_ = np.array(costs, float)
program.col_lower_, program.col_upper_ = np.zeros(columns), np.ones(columns)
program.row_lower_ = np.concatenate([ones, np.full(len(pools), -highspy.kHighsInf)])
program.row_upper_ = np.concatenate([ones, np.array([pool["cap"] for pool in pools], float)])
program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
program.a_matrix_.start_ = np.array(starts)
program.a_matrix_.index_ = np.array(indices)
program.a_matrix_.value_ = np.array(values, float)
program.integrality_ = [highspy.HighsVarType.kInteger] * columns
solver = highspy.Highs()
solver.setOptionValue("output_flag", False)
solver.setOptionValue("threads", 1)
solver.setOptionValue("time_limit", seconds)
solver.setOptionValue("mip_rel_gap", gap)
solver.passModel(program)
began = time.perf_counter()
solver.run()
took = time.perf_counter() - began
info = solver.getInfo()
found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
print(json.dumps({
    "cost": info.objective_function_value if found else None,
    "bound": info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else None,
    "seconds": took,
}))
