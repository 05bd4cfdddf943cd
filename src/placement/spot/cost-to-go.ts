import { AGE_CLASSES, ageClass, classBegin, expectedEnds, type Hazards } from './lives.js';

/** What a table of expected costs is worked out for. All prices are for one step. */
export interface CostModel {
  /** How often spot is taken, by the hours since it came. */
  readonly taken: Hazards;
  /** How often it comes back, by the hours since it went. */
  readonly returned: Hazards;
  /** Share of the times when spot is taken in which it can be had elsewhere at once; 0 for one zone. */
  readonly refuge: number;
  /** Class of age of what is had elsewhere. */
  readonly refugeClass: number;
  readonly stepHours: number;
  readonly workSteps: number;
  readonly slackSteps: number;
  /** Steps without progress at a start; may be a fraction. */
  readonly restartSteps: number;
  readonly spotUsd: number;
  readonly onDemandUsd: number;
}

/** Expected USD to the end of the work, by work left, slack left and what runs. */
export interface CostToGo {
  readonly model: CostModel;
  readonly usd: Float32Array;
  readonly taken: AgeSteps;
  readonly returned: AgeSteps;
}

/** How ages move in one step, and through a restart, by class of age. */
interface AgeSteps {
  readonly ends: Float64Array;
  readonly next: Int32Array;
  readonly moves: Float64Array;
  readonly endsInRestart: Float64Array;
  readonly afterRestart: Int32Array;
}

// What runs, and whether there is spot: the offsets of the classes of age in a cell of the table.
export const IDLE_WITHOUT = 0;
export const ON_DEMAND_WITHOUT = AGE_CLASSES;
export const ON_SPOT = 2 * AGE_CLASSES;
export const ON_DEMAND_WITH = 3 * AGE_CLASSES;
export const IDLE_WITH = 4 * AGE_CLASSES;
export const CELL = 5 * AGE_CLASSES;

/** USD of what must not happen: dear enough never to be chosen, finite so that a probability of 0 makes it 0. */
export const NEVER = 1e9;

/**
 * Solves by dynamic programming when to wait, to run on spot and to run on demand, so that the expected cost is least and
 * the deadline is met whatever happens. A step of work takes a step of work, a step of waiting one of slack, and a start
 * the slack of a restart. Spot comes and goes as a semi-Markov process: what happens next depends on how long it has been
 * there or away.
 */
export function costToGo(model: CostModel): CostToGo {
  const { workSteps, slackSteps, spotUsd: spotPrice, onDemandUsd: onDemandPrice } = model;
  const { refuge, refugeClass, restartSteps } = model;
  const taken = ageSteps(model.taken, model);
  const returned = ageSteps(model.returned, model);
  const row = (slackSteps + 1) * CELL;
  const usd = new Float32Array((workSteps + 1) * row);
  const whole = Math.floor(restartSteps + 1e-9);
  const part = restartSteps - whole > 1e-9 ? restartSteps - whole : 0;
  const [lost, lostOnDemand] = [1 - refuge, 1 - refuge];
  const onSpot = new Float64Array(AGE_CLASSES);
  const onDemandWith = new Float64Array(AGE_CLASSES);
  const onDemandWithout = new Float64Array(AGE_CLASSES);
  const waitWith = new Float64Array(AGE_CLASSES);

  for (let work = 1; work <= workSteps; work += 1) {
    for (let slack = 0; slack <= slackSteps; slack += 1) {
      const here = work * row + slack * CELL;
      const ran = here - row;
      const waited = here - CELL;
      const canWait = slack > 0;
      const canStart = slack >= (part > 0 ? whole + 1 : whole);
      // After a restart the slack lies between these two; a restart of less than a step may end in this very cell.
      const near = here - whole * CELL;
      const far = near - CELL;
      const ends = whole === 0;

      // On: what goes on costs a step and leads to the cell with a step of work less.
      const afterSpotTaken = lost * (usd[ran] ?? 0) + refuge * (usd[ran + IDLE_WITH + refugeClass] ?? 0);
      const afterTaken =
        lostOnDemand * (usd[ran + ON_DEMAND_WITHOUT] ?? 0) + refuge * (usd[ran + ON_DEMAND_WITH + refugeClass] ?? 0);
      const waitTaken = canWait
        ? lost * (usd[waited] ?? 0) + refuge * (usd[waited + IDLE_WITH + refugeClass] ?? 0)
        : NEVER;
      for (let age = 0; age < AGE_CLASSES; age += 1) {
        const end = taken.ends[age] ?? 0;
        const move = taken.moves[age] ?? 0;
        const next = taken.next[age] ?? 0;
        const [stays, moves] = [(1 - end) * (1 - move), (1 - end) * move];
        onSpot[age] =
          spotPrice + end * afterSpotTaken + stays * (usd[ran + ON_SPOT + age] ?? 0) + moves * (usd[ran + ON_SPOT + next] ?? 0);
        onDemandWith[age] =
          onDemandPrice +
          end * afterTaken +
          stays * (usd[ran + ON_DEMAND_WITH + age] ?? 0) +
          moves * (usd[ran + ON_DEMAND_WITH + next] ?? 0);
        waitWith[age] = canWait
          ? end * waitTaken + stays * (usd[waited + IDLE_WITH + age] ?? 0) + moves * (usd[waited + IDLE_WITH + next] ?? 0)
          : NEVER;
      }
      const afterReturned = usd[ran + ON_DEMAND_WITH] ?? 0;
      for (let age = 0; age < AGE_CLASSES; age += 1) {
        const end = returned.ends[age] ?? 0;
        const move = returned.moves[age] ?? 0;
        const next = returned.next[age] ?? 0;
        onDemandWithout[age] =
          onDemandPrice +
          end * afterReturned +
          (1 - end) * (1 - move) * (usd[ran + ON_DEMAND_WITHOUT + age] ?? 0) +
          (1 - end) * move * (usd[ran + ON_DEMAND_WITHOUT + next] ?? 0);
      }

      // Without spot: go on, wait, or start on demand.
      const startedWith = mixed(ends ? (onDemandWith[0] ?? 0) : (usd[near + ON_DEMAND_WITH] ?? 0), far + ON_DEMAND_WITH);
      for (let age = 0; age < AGE_CLASSES; age += 1) {
        const end = returned.ends[age] ?? 0;
        const move = returned.moves[age] ?? 0;
        const next = returned.next[age] ?? 0;
        const wait = canWait
          ? end * (usd[waited + IDLE_WITH] ?? 0) +
            (1 - end) * (1 - move) * (usd[waited + age] ?? 0) +
            (1 - end) * move * (usd[waited + next] ?? 0)
          : NEVER;
        let start = NEVER;
        if (canStart) {
          const after = returned.afterRestart[age] ?? 0;
          const came = returned.endsInRestart[age] ?? 0;
          const without = ends ? (onDemandWithout[after] ?? 0) : (usd[near + ON_DEMAND_WITHOUT + after] ?? 0);
          start =
            restartSteps * onDemandPrice +
            came * startedWith +
            (1 - came) * mixed(without, far + ON_DEMAND_WITHOUT + after);
        }
        usd[here + age] = Math.min(wait, start);
        usd[here + ON_DEMAND_WITHOUT + age] = Math.min(onDemandWithout[age] ?? 0, wait);
      }

      // With spot: go on, wait, start on spot, or start on demand.
      const lostSpot = mixed(ends ? (usd[here] ?? 0) : (usd[near] ?? 0), far);
      const lostStart = mixed(
        ends ? (onDemandWithout[0] ?? 0) : (usd[near + ON_DEMAND_WITHOUT] ?? 0),
        far + ON_DEMAND_WITHOUT,
      );
      for (let age = 0; age < AGE_CLASSES; age += 1) {
        const wait = waitWith[age] ?? 0;
        let [startSpot, startOnDemand] = [NEVER, NEVER];
        if (canStart) {
          const after = taken.afterRestart[age] ?? 0;
          const gone = taken.endsInRestart[age] ?? 0;
          const spot = ends ? (onSpot[after] ?? 0) : (usd[near + ON_SPOT + after] ?? 0);
          const demand = ends ? (onDemandWith[after] ?? 0) : (usd[near + ON_DEMAND_WITH + after] ?? 0);
          startSpot = restartSteps * spotPrice + (1 - gone) * mixed(spot, far + ON_SPOT + after) + gone * lostSpot;
          startOnDemand =
            restartSteps * onDemandPrice + (1 - gone) * mixed(demand, far + ON_DEMAND_WITH + after) + gone * lostStart;
        }
        usd[here + ON_SPOT + age] = Math.min(onSpot[age] ?? 0, wait, startOnDemand);
        usd[here + ON_DEMAND_WITH + age] = Math.min(onDemandWith[age] ?? 0, wait, startSpot);
        usd[here + IDLE_WITH + age] = Math.min(wait, startSpot, startOnDemand);
      }
    }
  }
  return { model, usd, taken, returned };

  /** Between the value at the nearer end of a restart and that at the cell of the farther one. */
  function mixed(nearer: number, farther: number): number {
    return part > 0 ? (1 - part) * nearer + part * (usd[farther] ?? 0) : nearer;
  }
}

function ageSteps(hazards: Hazards, { stepHours, restartSteps }: CostModel): AgeSteps {
  const classes = Array.from({ length: AGE_CLASSES }, (_, index) => classBegin(index));
  const restartHours = restartSteps * stepHours;
  // A class that is narrower than a step is left at once, a wider one with the chance that the step ends beyond it.
  const width = (index: number) => classBegin(index + 1) - classBegin(index);
  const isWide = (index: number) => stepHours <= width(index);
  const chance = (index: number, hours: number) => -Math.expm1(-expectedEnds(hazards, classBegin(index), hours));
  return {
    ends: Float64Array.from(classes, (_, index) =>
      isWide(index) ? -Math.expm1(-(hazards[index] ?? 0) * stepHours) : chance(index, stepHours),
    ),
    next: Int32Array.from(classes, (begin, index) =>
      isWide(index) ? Math.min(index + 1, AGE_CLASSES - 1) : ageClass(begin + stepHours),
    ),
    moves: Float64Array.from(classes, (_, index) => (isWide(index) ? stepHours / width(index) : 1)),
    endsInRestart: Float64Array.from(classes, (_, index) => chance(index, restartHours)),
    afterRestart: Int32Array.from(classes, (begin) => ageClass(begin + restartHours)),
  };
}
