import type { EChartsCoreOption } from 'echarts/core';
import { useMemo } from 'react';
import type { Placement } from '../../../src/placement/index.js';
import { usd } from '../figures.js';
import { Chart } from '../parts/chart.js';
import { usePalette, type Palette } from '../parts/theme.js';

const ROW_HEIGHT = 44;

interface Bar {
  readonly name: string;
  readonly planned: string;
  readonly naive: string;
}

/** Planned beside naive, a pair of bars per workload that has both. */
export function FleetChart({ placements }: { placements: readonly Placement[] }) {
  const palette = usePalette();
  const bars = useMemo(
    () =>
      placements.flatMap(({ name, plan, saving }): Bar[] =>
        plan === null || saving === null
          ? []
          : [{ name, planned: plan.cost.usdPerMonth, naive: saving.naive.cost.usdPerMonth }],
      ),
    [placements],
  );
  const option = useMemo(() => optionFor(bars, palette), [bars, palette]);
  if (bars.length === 0) return null;
  return (
    <figure>
      <Chart
        option={option}
        height={60 + bars.length * ROW_HEIGHT}
        label="Cost a month, planned and naive, by workload; the table holds the same figures"
      />
      <figcaption>USD a month.</figcaption>
    </figure>
  );
}

function optionFor(bars: readonly Bar[], palette: Palette): EChartsCoreOption {
  const text = { color: palette.faint, fontSize: 12 };
  const series = (name: string, color: string, amounts: readonly string[]) => ({
    type: 'bar',
    name,
    barMaxWidth: 13,
    barGap: '15%',
    itemStyle: { color, borderRadius: [0, 3, 3, 0] },
    label: {
      show: true,
      position: 'right',
      color: palette.faint,
      fontSize: 11,
      formatter: ({ dataIndex }: { dataIndex: number }) => usd(amounts[dataIndex] ?? '0'),
    },
    data: amounts.map(Number),
  });
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 8, right: 72, top: 36, bottom: 4, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      itemGap: 18,
      itemWidth: 12,
      itemHeight: 12,
      textStyle: { ...text, color: palette.text },
    },
    xAxis: {
      type: 'value',
      axisLabel: { ...text, formatter: (value: number) => usd(String(value)), hideOverlap: true },
      splitLine: { lineStyle: { color: palette.line } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      axisLabel: { ...text, color: palette.text, width: 190, overflow: 'truncate' },
    },
    series: [
      series(
        'Naive choice',
        palette.muted,
        bars.map(({ naive }) => naive),
      ),
      series(
        'Planned',
        palette.accent,
        bars.map(({ planned }) => planned),
      ),
    ],
  };
}
