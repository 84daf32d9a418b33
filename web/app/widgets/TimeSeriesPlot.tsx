import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { count } from '../text/number';
import { short } from '../text/time';
import type { TimeSeriesProps } from './TimeSeries';
import classes from './TimeSeries.module.css';
import { plotOptions } from './timeSeriesOptions';

interface Reading {
  left: number;
  text: string;
  when: string;
}

/** The canvas of TimeSeries; loaded when one is first shown. */
export default function TimeSeriesPlot({ from, stepSeconds, counts, height = 120 }: TimeSeriesProps) {
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const [reading, setReading] = useState<Reading>();
  const scheme = useComputedColorScheme();
  const start = Date.parse(from) / 1000;

  // uPlot draws on a canvas that it makes by itself, with colours read from the page.
  useEffect(() => {
    if (!place.current || width === 0) return;
    const read = (plot: uPlot) => {
      const i = plot.cursor.idx;
      if (i === null || i === undefined) return setReading(undefined);
      const at = start + i * stepSeconds;
      const when = `${short(new Date(at * 1000))} – ${short(new Date((at + stepSeconds) * 1000))}`;
      setReading({
        left: plot.valToPos(at + stepSeconds / 2, 'x'),
        text: count(counts[i] ?? 0, 'event'),
        when,
      });
    };
    const times = counts.map((_, i) => start + i * stepSeconds);
    const plot = new uPlot(
      plotOptions({ width, height, stepSeconds, scheme, read }),
      [times, counts],
      place.current,
    );
    return () => plot.destroy();
  }, [width, height, start, stepSeconds, counts, scheme]);

  return (
    <div ref={ref} className={classes.fill}>
      <div ref={place} />
      {reading && (
        <div
          className={classes.reading}
          style={{ left: Math.min(Math.max(reading.left + 36, 80), width - 80) }}
        >
          <strong>{reading.text}</strong>
          <span>{reading.when}</span>
        </div>
      )}
    </div>
  );
}
