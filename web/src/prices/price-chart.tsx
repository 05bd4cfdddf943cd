import type { EChartsCoreOption } from 'echarts/core';
import { useMemo } from 'react';
import { usdPerHour } from '../figures.js';
import { Chart } from '../parts/chart.js';
import { usePalette, type Palette } from '../parts/theme.js';
import { CLOUD_NAMES, CLOUD_ORDER } from '../words.js';
import { perHour, type ViewRow } from './price-view.js';

const ROW_HEIGHT = 26;
const MOST_ROWS = 24;

/** One line per accelerator, one dot per cloud: how far the clouds are apart shows at a glance. */
export function PriceChart({ rows }: { rows: readonly ViewRow[] }) {
  const palette = usePalette();
  const shown = useMemo(() => rows.slice(0, MOST_ROWS), [rows]);
  const option = useMemo(() => optionFor(shown, palette), [shown, palette]);
  return (
    <figure>
      <Chart
        option={option}
        height={90 + shown.length * ROW_HEIGHT}
        label="Price per accelerator and hour by cloud; the table holds the same figures"
      />
      <figcaption>
        USD per accelerator hour, logarithmic. {rows.length > MOST_ROWS ? `The first ${MOST_ROWS} of the table.` : ''}
      </figcaption>
    </figure>
  );
}

function optionFor(rows: readonly ViewRow[], palette: Palette): EChartsCoreOption {
  const names = rows.map(nameOf);
  const text = { color: palette.faint, fontFamily: 'inherit', fontSize: 12 };
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 4, left: 0, itemGap: 18, textStyle: { ...text, color: palette.text }, icon: 'circle' },
    tooltip: {
      trigger: 'item',
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontSize: 12 },
    },
    xAxis: {
      type: 'log',
      position: 'top',
      axisLabel: { ...text, formatter: (value: number) => `$${value}` },
      splitLine: { lineStyle: { color: palette.line } },
      minorSplitLine: { show: false },
    },
    yAxis: {
      type: 'category',
      data: names,
      inverse: true,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { ...text, color: palette.text },
      splitLine: { show: true, lineStyle: { color: palette.line, type: 'dotted' } },
    },
    series: CLOUD_ORDER.map((cloud) => ({
      type: 'scatter',
      name: CLOUD_NAMES[cloud],
      symbolSize: 11,
      itemStyle: { color: palette.clouds[cloud] },
      data: rows.flatMap((row) => {
        const cell = row.cells.get(cloud);
        return cell === undefined ? [] : [{ value: [perHour(cell), nameOf(row)], offer: cell.offer }];
      }),
      tooltip: {
        formatter: ({ data }: { data: { offer: ViewOffer } }) =>
          `${CLOUD_NAMES[cloud]} ${data.offer.region}<br/>${data.offer.instanceType}<br/>` +
          `<b>${usdPerHour(data.offer.usdPerAcceleratorHour)}</b> per accelerator hour`,
      },
    })),
  };
}

type ViewOffer = { region: string; instanceType: string; usdPerAcceleratorHour: string };

/** Families share names (H100 SXM and PCIe), ids do not. */
function nameOf({ acceleratorId }: ViewRow): string {
  return acceleratorId.replace(/^(nvidia|amd|google|aws|intel|qualcomm)-/, '');
}
