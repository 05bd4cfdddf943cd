import { format, type EChartsCoreOption } from 'echarts/core';
import { useMemo } from 'react';
import { usdPerHour } from '../figures.js';
import { Chart } from '../parts/chart.js';
import { usePalette, type Palette } from '../parts/theme.js';
import { CLOUD_NAMES, CLOUD_ORDER } from '../words.js';
import { perHour, type ViewRow } from './price-view.js';

const ROW_HEIGHT = 30;
const HEAD_HEIGHT = 62;
const MOST_ROWS = 14;

/** How far the clouds are apart: one line per accelerator that several of them rent, one dot per cloud. */
export function PriceChart({ rows }: { rows: readonly ViewRow[] }) {
  const palette = usePalette();
  const shown = useMemo(() => rows.filter(({ cells }) => cells.size > 1).slice(0, MOST_ROWS), [rows]);
  const option = useMemo(() => optionFor(shown, palette), [shown, palette]);
  if (shown.length === 0) return <p className="hint aside">No accelerator here is priced by more than one cloud.</p>;
  return (
    <figure className="aside">
      <figcaption>
        <h3>How far the clouds are apart</h3>
        <p className="hint">Accelerators that several clouds rent. USD per hour, logarithmic.</p>
      </figcaption>
      <Chart
        option={option}
        height={HEAD_HEIGHT + shown.length * ROW_HEIGHT}
        label="Price per accelerator and hour by cloud; the table holds the same figures"
      />
    </figure>
  );
}

function optionFor(rows: readonly ViewRow[], palette: Palette): EChartsCoreOption {
  const text = { color: palette.faint, fontFamily: 'inherit', fontSize: 12 };
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 116, right: 14, top: HEAD_HEIGHT - 6, bottom: 6 },
    legend: {
      top: 0,
      left: -5,
      itemGap: 16,
      itemWidth: 10,
      itemHeight: 10,
      textStyle: { ...text, color: palette.text },
      icon: 'circle',
      selectedMode: false,
    },
    tooltip: {
      trigger: 'item',
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontSize: 13 },
    },
    xAxis: {
      type: 'log',
      position: 'top',
      axisLabel: { ...text, formatter: (value: number) => `$${value}` },
      axisLine: { show: false },
      splitLine: { lineStyle: { color: palette.line } },
    },
    yAxis: {
      type: 'category',
      data: rows.map(nameOf),
      inverse: true,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { ...text, color: palette.text, margin: 116, align: 'left', width: 112, overflow: 'truncate' },
    },
    series: [ranges(rows, palette), ...CLOUD_ORDER.map((cloud) => dots(rows, cloud, palette))],
  };
}

/** The thin line from the cheapest cloud to the dearest. */
function ranges(rows: readonly ViewRow[], palette: Palette) {
  return {
    type: 'custom',
    silent: true,
    tooltip: { show: false },
    data: rows.map(({ cells }, index) => {
      const prices = [...cells.values()].map(perHour);
      return [index, Math.min(...prices), Math.max(...prices)];
    }),
    encode: { x: [1, 2], y: 0 },
    renderItem: (_: unknown, api: { value(d: number): number; coord(point: [number, number]): [number, number] }) => {
      const [x1, y] = api.coord([api.value(1), api.value(0)]);
      const [x2] = api.coord([api.value(2), api.value(0)]);
      return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: { stroke: palette.muted, lineWidth: 2 } };
    },
  };
}

function dots(rows: readonly ViewRow[], cloud: (typeof CLOUD_ORDER)[number], palette: Palette) {
  return {
    type: 'scatter',
    name: CLOUD_NAMES[cloud],
    symbolSize: 11,
    cursor: 'default',
    itemStyle: { color: palette[cloud], borderColor: palette.surface, borderWidth: 1.5 },
    data: rows.flatMap((row, index) => {
      const cell = row.cells.get(cloud);
      return cell === undefined ? [] : [{ value: [perHour(cell), index], offer: cell.offer }];
    }),
    tooltip: {
      formatter: ({ data: { offer } }: { data: { offer: ShownOffer } }) =>
        `<b>${usdPerHour(offer.usdPerAcceleratorHour)}</b> per accelerator hour<br/>` +
        `${CLOUD_NAMES[cloud]} ${format.encodeHTML(offer.region)}<br/>${format.encodeHTML(offer.instanceType)}`,
    },
  };
}

type ShownOffer = { region: string; instanceType: string; usdPerAcceleratorHour: string };

/** Without the maker, and without the marks that all of a kind share: there is little room. */
function nameOf({ name }: ViewRow): string {
  return name.replace(/^(NVIDIA|AMD|Google|AWS|Intel|Qualcomm) (Tesla )?/, '').replace(/ \(.*\)$/, '');
}
