import {
  CELL,
  IDLE_WITH,
  IDLE_WITHOUT,
  NEVER,
  ON_DEMAND_WITH,
  ON_DEMAND_WITHOUT,
  ON_SPOT,
  type CostToGo,
} from './cost-to-go.js';

/** Where a job stands, in steps of a table; fractions lie between its cells. */
export interface Standing {
  readonly workSteps: number;
  readonly slackSteps: number;
  readonly runs: 'nothing' | 'spot' | 'on_demand';
  /** Whether there is spot now. */
  readonly hasSpot: boolean;
  /** Class of age of its being there or away. */
  readonly age: number;
}

/** Expected USD to the end if this is done now and the best ever after. */
export interface ActionCosts {
  readonly wait: number;
  readonly spot: number;
  readonly onDemand: number;
}

/** What each next action is expected to cost; what runs goes on without a restart if it is chosen. */
export function actionCosts(table: CostToGo, standing: Standing): ActionCosts {
  return standing.hasSpot ? withSpot(table, standing) : withoutSpot(table, standing);
}

function withSpot(table: CostToGo, { workSteps: work, slackSteps: slack, runs, age }: Standing): ActionCosts {
  const { taken, model } = table;
  const { restartSteps, refuge, spotUsd, onDemandUsd } = model;
  const { share } = refuge;
  const elsewhereTable = refuge.table ?? table;
  const end = taken.ends[age] ?? 0;
  const stay = taken.stays[age] ?? 0;
  const move = taken.moves[age] ?? 0;
  const next = taken.next[age] ?? 0;
  const lost = (w: number, s: number, gone: number, elsewhere: number, moveUsd: number) =>
    (1 - share) * usdAt(elsewhereTable, w, s, gone) +
    (share > 0 ? share * (usdAt(elsewhereTable, w, s, elsewhere + refuge.age) + moveUsd) : 0);
  const step = (w: number, s: number, present: number, ifLost: number) =>
    end * ifLost + stay * usdAt(table, w, s, present + age) + move * usdAt(table, w, s, present + next);
  const start = (present: number, ifLost: number) => {
    const gone = taken.endsInRestart[age] ?? 0;
    const after = taken.afterRestart[age] ?? 0;
    return (1 - gone) * usdAt(table, work, slack - restartSteps, present + after) + gone * ifLost;
  };
  const started = slack - restartSteps;
  const { moveUsd } = refuge;
  return {
    wait: step(work, slack - 1, IDLE_WITH, lost(work, slack - 1, IDLE_WITHOUT, IDLE_WITH, moveUsd)),
    spot:
      runs === 'spot'
        ? spotUsd + step(work - 1, slack, ON_SPOT, lost(work - 1, slack, IDLE_WITHOUT, IDLE_WITH, moveUsd))
        : restartSteps * spotUsd + start(ON_SPOT, lost(work, started, IDLE_WITHOUT, IDLE_WITH, moveUsd)),
    onDemand:
      runs === 'on_demand'
        ? onDemandUsd +
          step(work - 1, slack, ON_DEMAND_WITH, lost(work - 1, slack, ON_DEMAND_WITHOUT, ON_DEMAND_WITH, 0))
        : restartSteps * onDemandUsd + start(ON_DEMAND_WITH, lost(work, started, ON_DEMAND_WITHOUT, ON_DEMAND_WITH, 0)),
  };
}

function withoutSpot(table: CostToGo, { workSteps: work, slackSteps: slack, runs, age }: Standing): ActionCosts {
  const { returned, model } = table;
  const { restartSteps, onDemandUsd } = model;
  const end = returned.ends[age] ?? 0;
  const stay = returned.stays[age] ?? 0;
  const move = returned.moves[age] ?? 0;
  const next = returned.next[age] ?? 0;
  const step = (w: number, s: number, present: number, away: number) =>
    end * usdAt(table, w, s, present) + stay * usdAt(table, w, s, away + age) + move * usdAt(table, w, s, away + next);
  const came = returned.endsInRestart[age] ?? 0;
  const after = returned.afterRestart[age] ?? 0;
  return {
    wait: step(work, slack - 1, IDLE_WITH, IDLE_WITHOUT),
    spot: NEVER,
    onDemand:
      runs === 'on_demand'
        ? onDemandUsd + step(work - 1, slack, ON_DEMAND_WITH, ON_DEMAND_WITHOUT)
        : restartSteps * onDemandUsd +
          came * usdAt(table, work, slack - restartSteps, ON_DEMAND_WITH) +
          (1 - came) * usdAt(table, work, slack - restartSteps, ON_DEMAND_WITHOUT + after),
  };
}

/** Expected USD between the cells of the table: linear in work and in slack. */
export function usdAt({ usd, model }: CostToGo, work: number, slack: number, state: number): number {
  if (work <= 0) return 0;
  if (slack < -1e-9) return NEVER;
  const { workSteps, slackSteps } = model;
  const w = Math.min(work, workSteps);
  const s = Math.max(0, Math.min(slack, slackSteps));
  const w0 = Math.floor(w + 1e-9);
  const s0 = Math.floor(s + 1e-9);
  const [wPart, sPart] = [Math.max(0, w - w0), Math.max(0, s - s0)];
  const row = (slackSteps + 1) * CELL;
  const at = w0 * row + s0 * CELL + state;
  const less = between(usd[at], usd[at + CELL], sPart);
  if (wPart < 1e-9) return less;
  return between(less, between(usd[at + row], usd[at + row + CELL], sPart), wPart);
}

function between(low: number | undefined, high: number | undefined, part: number): number {
  return part < 1e-9 ? (low ?? 0) : (1 - part) * (low ?? 0) + part * (high ?? 0);
}
