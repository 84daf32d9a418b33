import uPlot from 'uplot';
import { compact } from '../text/number';

interface PlotInput {
  width: number;
  height: number;
  stepSeconds: number;
  scheme: string;
  read: (plot: uPlot) => void;
  /** Called when the chart knows its scales. */
  ready: (plot: uPlot) => void;
  /** Set where a stretch of time can be drawn. */
  select?: (plot: uPlot) => void;
}

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const day = 86_400;

// Axis labels for people: the hour within a day, the day otherwise.
function tickLabels(_: uPlot, ticks: number[], _axis: number, _space: number, increment: number): string[] {
  const format = new Intl.DateTimeFormat(
    undefined,
    increment >= day
      ? { day: 'numeric', month: 'short' }
      : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  );
  const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
  return ticks.map((t) => {
    const at = new Date(t * 1000);
    return increment < day && at.getHours() === 0 && at.getMinutes() === 0
      ? dayFormat.format(at)
      : format.format(at);
  });
}

/** How a chart of counts looks. */
export function plotOptions({ width, height, stepSeconds, read, ready, select }: PlotInput): uPlot.Options {
  const text = token('--text-muted');
  const line = token('--line');
  const axis = { stroke: text, font: '11px "Inter Variable", sans-serif', ticks: { show: false } };
  return {
    width,
    height,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: select !== undefined, y: false, setScale: false, dist: 5 },
      move: (_, left, top) => [left, top],
    },
    hooks: { ready: [ready], setCursor: [read], setSelect: select ? [select] : [] },
    scales: {
      x: { time: true, range: (_, min, max) => [min, max + stepSeconds] },
      y: { range: (_, _min, max) => [0, Math.max(1, max * 1.08)] },
    },
    axes: [
      { ...axis, size: 24, gap: 6, grid: { show: false }, space: 70, values: tickLabels },
      {
        ...axis,
        size: 36,
        gap: 6,
        space: 34,
        grid: { stroke: line, width: 1 },
        incrs: [
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7, 1e8,
        ],
        values: (_, ticks) => ticks.map(compact),
      },
    ],
    series: [
      {},
      {
        fill: token('--chart-1'),
        width: 0,
        points: { show: false },
        paths: uPlot.paths.bars?.({ size: [0.82, 40], align: 1, radius: 0.12 }),
      },
    ],
  };
}
