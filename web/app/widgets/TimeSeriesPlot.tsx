import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { count } from '../text/number';
import { short } from '../text/time';
import type { TimeSeriesProps } from './TimeSeries';
import classes from './TimeSeries.module.css';
import { type Flag, flagsOf } from './timeSeriesFlags';
import { plotOptions } from './timeSeriesOptions';

interface Reading {
  left: number;
  text: string;
  when: string;
}

/** The canvas of TimeSeries; loaded when one is first shown. */
export default function TimeSeriesPlot(props: TimeSeriesProps) {
  const { from, stepSeconds, counts, height = 120, marks, onZoom } = props;
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const [reading, setReading] = useState<Reading>();
  const [flags, setFlags] = useState<Flag[]>([]);
  // The newest one, without drawing everything anew when the caller makes another.
  const zoom = useRef(onZoom);
  zoom.current = onZoom;
  const zooms = onZoom !== undefined;
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
    const select = (plot: uPlot) => {
      const { left, width: wide } = plot.select;
      if (wide < 6) return;
      const [first, last] = [plot.posToVal(left, 'x'), plot.posToVal(left + wide, 'x')];
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      zoom.current?.(first * 1000, last * 1000);
    };
    const ready = (plot: uPlot) => {
      const place = (seconds: number) =>
        Math.round(plot.valToPos(seconds, 'x') + plot.bbox.left / devicePixelRatio);
      const end = start + counts.length * stepSeconds;
      setFlags(flagsOf(marks ?? [], start * 1000, end * 1000, place));
    };
    const times = counts.map((_, i) => start + i * stepSeconds);
    const plot = new uPlot(
      plotOptions({ width, height, stepSeconds, scheme, read, ready, select: zooms ? select : undefined }),
      [times, counts],
      place.current,
    );
    return () => plot.destroy();
  }, [width, height, start, stepSeconds, counts, scheme, marks, zooms]);

  return (
    <div ref={ref} className={classes.fill}>
      <div ref={place} />
      {flags.map((flag) => (
        <span key={flag.left} className={classes.flag} style={{ left: flag.left }} title={flag.title}>
          {flag.label && (
            <span className={classes.flagLabel} style={{ maxWidth: flag.room }}>
              {flag.label}
            </span>
          )}
        </span>
      ))}
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
