import { AGE_CLASSES, ageClass, classBegin, expectedEnds, type Hazards } from './lives.js';

/** What a table of expected costs is worked out for. All prices are for one step. */
export interface CostModel {
  /** How often spot is taken, by the hours since it came. */
  readonly taken: Hazards;
  /** How often it comes back, by the hours since it went. */
  readonly returned: Hazards;
  readonly refuge: Refuge;
  readonly stepHours: number;
  readonly workSteps: number;
  readonly slackSteps: number;
  /** Steps without progress at a start; may be a fraction. */
  readonly restartSteps: number;
  readonly spotUsd: number;
  readonly onDemandUsd: number;
}

/** Where a job goes on when its spot is taken and there is some elsewhere. */
export interface Refuge {
  /** Share of the times in which there is some elsewhere; 0 for one zone. */
  readonly share: number;
  /** Class of age of what is had there. */
  readonly age: number;
  /** USD of moving there. */
  readonly moveUsd: number;
  /** What it costs from there on, over the same steps; null where it is like here. */
  readonly table: CostToGo | null;
}

/** Nowhere else to go. */
export const NO_REFUGE: Refuge = { share: 0, age: 0, moveUsd: 0, table: null };

/** Expected USD to the end of the work, by work left, slack left and what runs. */
export interface CostToGo {
  readonly model: CostModel;
  readonly usd: Float32Array;
  readonly taken: AgeSteps;
  readonly returned: AgeSteps;
}

/** How ages move in one step, and through a restart, by class of age. */
interface AgeSteps {
  /** Chance that the stretch ends; that it goes on in the same class of age; that it goes on in the next. */
  readonly ends: Float64Array;
  readonly stays: Float64Array;
  readonly moves: Float64Array;
  readonly next: Int32Array;
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
  const { workSteps, slackSteps, spotUsd: spotPrice, onDemandUsd: onDemandPrice, refuge, restartSteps } = model;
  const { share, moveUsd } = refuge;
  const taken = ageSteps(model.taken, model);
  const returned = ageSteps(model.returned, model);
  const row = (slackSteps + 1) * CELL;
  const usd = new Float32Array((workSteps + 1) * row);
  const elsewhere = IDLE_WITH + refuge.age;
  const elsewhereOnDemand = ON_DEMAND_WITH + refuge.age;
  // After a restart the slack lies between two cells; where it takes less than a step, the nearer one is this very cell.
  const whole = Math.floor(restartSteps + 1e-9);
  const part = restartSteps - whole > 1e-9 ? restartSteps - whole : 0;
  const leastSlack = part > 0 ? whole + 1 : whole;
  const restartSpot = restartSteps * spotPrice;
  const restartOnDemand = restartSteps * onDemandPrice;
  const at = (index: number) => usd[index] ?? 0;
  const others = refuge.table?.usd ?? usd;
  const out = (index: number) => others[index] ?? 0;

  for (let work = 1; work <= workSteps; work += 1) {
    for (let slack = 0; slack <= slackSteps; slack += 1) {
      const here = work * row + slack * CELL;
      const ran = here - row;
      const waited = here - CELL;
      const canWait = slack > 0;
      const canStart = slack >= leastSlack;
      const near = here - whole * CELL;
      const far = part > 0 ? near - CELL : near;
      const started = (state: number) => (1 - part) * at(near + state) + part * at(far + state);

      // What goes on costs a step and leads to the cell with a step of work less.
      const spotLost = (1 - share) * out(ran) + share * (out(ran + elsewhere) + moveUsd);
      const otherLost = (1 - share) * out(ran + ON_DEMAND_WITHOUT) + share * out(ran + elsewhereOnDemand);
      const otherCame = out(ran + ON_DEMAND_WITH);
      for (let age = 0; age < AGE_CLASSES; age += 1) {
        const end = taken.ends[age] ?? 0;
        const stay = taken.stays[age] ?? 0;
        const move = taken.moves[age] ?? 0;
        const next = taken.next[age] ?? 0;
        usd[here + ON_SPOT + age] =
          spotPrice + end * spotLost + stay * at(ran + ON_SPOT + age) + move * at(ran + ON_SPOT + next);
        usd[here + ON_DEMAND_WITH + age] =
          onDemandPrice +
          end * otherLost +
          stay * at(ran + ON_DEMAND_WITH + age) +
          move * at(ran + ON_DEMAND_WITH + next);
        usd[here + ON_DEMAND_WITHOUT + age] =
          onDemandPrice +
          (returned.ends[age] ?? 0) * otherCame +
          (returned.stays[age] ?? 0) * at(ran + ON_DEMAND_WITHOUT + age) +
          (returned.moves[age] ?? 0) * at(ran + ON_DEMAND_WITHOUT + (returned.next[age] ?? 0));
      }

      // Without spot: wait or start on demand, where that is better than what goes on.
      const startedWith = canStart ? started(ON_DEMAND_WITH) : 0;
      const waitCame = canWait ? out(waited + IDLE_WITH) : 0;
      for (let age = 0; age < AGE_CLASSES; age += 1) {
        const came = returned.endsInRestart[age] ?? 0;
        const start = canStart
          ? restartOnDemand +
            came * startedWith +
            (1 - came) * started(ON_DEMAND_WITHOUT + (returned.afterRestart[age] ?? 0))
          : NEVER;
        const wait = canWait
          ? (returned.ends[age] ?? 0) * waitCame +
            (returned.stays[age] ?? 0) * at(waited + age) +
            (returned.moves[age] ?? 0) * at(waited + (returned.next[age] ?? 0))
          : NEVER;
        usd[here + age] = wait < start ? wait : start;
        const goesOn = here + ON_DEMAND_WITHOUT + age;
        if (wait < at(goesOn)) usd[goesOn] = wait;
      }

      // With spot: wait, start on spot or start on demand.
      // What is lost in a restart: of the cells that it may end in the one with less slack is known already.
      const spotGone = canStart ? (1 - share) * out(far) + share * (out(far + elsewhere) + moveUsd) : 0;
      const otherGone = canStart ? started(ON_DEMAND_WITHOUT) : 0;
      const waitTaken = canWait ? (1 - share) * out(waited) + share * (out(waited + elsewhere) + moveUsd) : 0;
      for (let age = 0; age < AGE_CLASSES; age += 1) {
        const gone = taken.endsInRestart[age] ?? 0;
        const after = taken.afterRestart[age] ?? 0;
        const wait = canWait
          ? (taken.ends[age] ?? 0) * waitTaken +
            (taken.stays[age] ?? 0) * at(waited + IDLE_WITH + age) +
            (taken.moves[age] ?? 0) * at(waited + IDLE_WITH + (taken.next[age] ?? 0))
          : NEVER;
        const spot = canStart ? restartSpot + (1 - gone) * started(ON_SPOT + after) + gone * spotGone : NEVER;
        const other = canStart
          ? restartOnDemand + (1 - gone) * started(ON_DEMAND_WITH + after) + gone * otherGone
          : NEVER;
        const onSpot = here + ON_SPOT + age;
        const onDemand = here + ON_DEMAND_WITH + age;
        const waitOrOther = wait < other ? wait : other;
        const waitOrSpot = wait < spot ? wait : spot;
        usd[here + IDLE_WITH + age] = waitOrOther < spot ? waitOrOther : spot;
        if (waitOrOther < at(onSpot)) usd[onSpot] = waitOrOther;
        if (waitOrSpot < at(onDemand)) usd[onDemand] = waitOrSpot;
      }
    }
  }
  return { model, usd, taken, returned };
}

function ageSteps(hazards: Hazards, { stepHours, restartSteps }: CostModel): AgeSteps {
  const classes = Array.from({ length: AGE_CLASSES }, (_, index) => classBegin(index));
  const restartHours = restartSteps * stepHours;
  const width = (index: number) => classBegin(index + 1) - classBegin(index);
  const chance = (index: number, hours: number) => -Math.expm1(-expectedEnds(hazards, classBegin(index), hours));
  // A class that is narrower than a step is left at once, a wider one with the chance that the step ends beyond it.
  const isWide = (index: number) => stepHours <= width(index);
  const leaves = (index: number) => (isWide(index) ? stepHours / width(index) : 1);
  const ends = (index: number) =>
    isWide(index) ? -Math.expm1(-(hazards[index] ?? 0) * stepHours) : chance(index, stepHours);
  return {
    ends: Float64Array.from(classes, (_, index) => ends(index)),
    stays: Float64Array.from(classes, (_, index) => (1 - ends(index)) * (1 - leaves(index))),
    moves: Float64Array.from(classes, (_, index) => (1 - ends(index)) * leaves(index)),
    next: Int32Array.from(classes, (begin, index) =>
      isWide(index) ? Math.min(index + 1, AGE_CLASSES - 1) : ageClass(begin + stepHours),
    ),
    endsInRestart: Float64Array.from(classes, (_, index) => chance(index, restartHours)),
    afterRestart: Int32Array.from(classes, (begin) => ageClass(begin + restartHours)),
  };
}
