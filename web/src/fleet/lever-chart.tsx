import { Decimal } from 'decimal.js';
import type { EChartsCoreOption } from 'echarts/core';
import { useMemo } from 'react';
import type { FleetPlan, Placement } from '../../../src/placement/index.js';
import { usd } from '../figures.js';
import { Chart } from '../parts/chart.js';
import { usePalette, type Palette } from '../parts/theme.js';
import { leverName, leverTotals, type LeverTotal } from './fleet-view.js';

const ROW_HEIGHT = 34;

/** From the naive choice to the plan, one step per lever. */
export function LeverChart({ placements, totals }: { placements: readonly Placement[]; totals: FleetPlan['totals'] }) {
  const palette = usePalette();
  const steps = useMemo(() => stepsOf(leverTotals(placements), totals.naiveUsdPerMonth), [placements, totals]);
  const option = useMemo(() => optionFor(steps, palette), [steps, palette]);
  return (
    <figure className="levers">
      <figcaption>
        <h3>Where the saving comes from</h3>
      </figcaption>
      <Chart
        option={option}
        height={steps.length * ROW_HEIGHT + 8}
        label={`From the naive choice to the plan, USD per month: ${steps.map(({ name, label }) => `${name} ${label}`).join(', ')}`}
      />
    </figure>
  );
}

interface Step {
  readonly name: string;
  readonly label: string;
  readonly from: Decimal;
  readonly to: Decimal;
  readonly kind: 'start' | 'saves' | 'costs' | 'end';
}

function stepsOf(levers: readonly LeverTotal[], naiveUsdPerMonth: string): Step[] {
  const zero = new Decimal(0);
  let level = new Decimal(naiveUsdPerMonth);
  const steps: Step[] = [{ name: 'Naive choice', label: usd(naiveUsdPerMonth), from: zero, to: level, kind: 'start' }];
  for (const { lever, usdPerMonth } of levers) {
    const after = level.minus(usdPerMonth);
    const saves = after.lte(level);
    const label = usd(after.minus(level).toFixed());
    steps.push({
      name: leverName(lever),
      label: saves ? label : `+${label}`,
      from: after,
      to: level,
      kind: saves ? 'saves' : 'costs',
    });
    level = after;
  }
  steps.push({ name: 'Plan', label: usd(level.toFixed()), from: zero, to: level, kind: 'end' });
  return steps;
}

function optionFor(steps: readonly Step[], palette: Palette): EChartsCoreOption {
  const colours = { start: palette.muted, saves: palette.accent, costs: palette.aws, end: palette.text };
  const text = { color: palette.faint, fontFamily: 'inherit', fontSize: 13 };
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 116, right: 76, top: 4, bottom: 4 },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: steps.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...text, margin: 116, align: 'left' },
    },
    series: [
      {
        type: 'bar',
        stack: 'steps',
        silent: true,
        itemStyle: { color: 'transparent' },
        data: steps.map(({ from, to }) => Decimal.min(from, to).toNumber()),
      },
      {
        type: 'bar',
        stack: 'steps',
        silent: true,
        barWidth: 16,
        data: steps.map(({ from, to, kind, label }) => ({
          value: to.minus(from).abs().toNumber(),
          itemStyle: { color: colours[kind], borderRadius: 3 },
          label: {
            show: true,
            position: 'right',
            formatter: label,
            color: palette.text,
            fontFamily: 'inherit',
            fontSize: 13,
          },
        })),
      },
    ],
  };
}
