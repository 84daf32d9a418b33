import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import {
  clamp,
  endOf,
  type Kind,
  lanes,
  offset,
  rowsOf,
  type Span,
  startOf,
  type TimelineItem,
  ticks,
  tone,
  within,
  zoomed,
} from './model';
import classes from './Timeline.module.css';

interface StripProps {
  items: TimelineItem[];
  at: number;
  whole: Span;
  span: Span;
  chosen: TimelineItem | undefined;
  onZoom: (span: Span) => void;
  onChoose: (item: TimelineItem) => void;
}

const rowHeight = 9;
const axisHeight = 22;
const gutter = 76;

type Scale = (time: number) => number;

function Mark({ item, y, scale, props }: { item: TimelineItem; y: number; scale: Scale; props: StripProps }) {
  const from = Math.max(gutter, scale(startOf(item)));
  const width = Math.max(item.kind === 'span' || item.kind === 'session' ? 3 : 4, scale(endOf(item)) - from);
  const round = item.duration_us === null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list below has the same records as buttons
    <rect
      className={classes.mark}
      data-tone={tone(item)}
      data-kind={item.kind}
      data-chosen={item === props.chosen || undefined}
      x={round ? from - 2 : from}
      y={y}
      width={width}
      height={rowHeight - 2}
      rx={round ? 3.5 : 1.5}
      onPointerDown={(e) => e.stopPropagation()}
      onClick={() => props.onChoose(item)}
    >
      <title>{`${offset(startOf(item) - props.at)}  ${item.title}`}</title>
    </rect>
  );
}

interface Lane {
  kind: Kind;
  word: string;
  items: TimelineItem[];
  rows: number[];
  top: number;
  height: number;
}

// The lanes that hold something at all, with the records that are in sight.
function lanesOf(items: TimelineItem[], span: Span, gap: number): Lane[] {
  let top = 4;
  return lanes
    .filter(({ kind }) => items.some((item) => item.kind === kind))
    .map(({ kind, word }) => {
      const shown = within(
        items.filter((item) => item.kind === kind),
        span,
      );
      const rows = rowsOf(shown, gap);
      const height = Math.max(2, Math.max(0, ...rows) + 1) * rowHeight + 6;
      const lane = { kind, word, items: shown, rows, top, height };
      top += height;
      return lane;
    });
}

/** The records around the event as marks in lanes; drag to look closer. */
export function TimelineStrip(props: StripProps) {
  const { items, at, whole, span, onZoom } = props;
  const { ref, width } = useElementSize();
  const [drag, setDrag] = useState<[number, number]>();
  const inner = Math.max(1, width - gutter - 8);
  const scale: Scale = (time) => gutter + ((time - span.from) / (span.to - span.from)) * inner;
  const timeAt = (x: number) => span.from + ((x - gutter) / inner) * (span.to - span.from);
  const drawn = lanesOf(items, span, ((span.to - span.from) / inner) * 5);
  const bottom = drawn.reduce((sum, lane) => sum + lane.height, 4);

  const place = (e: PointerEvent) =>
    Math.min(Math.max(e.clientX - e.currentTarget.getBoundingClientRect().left, gutter), gutter + inner);
  const finish = () => {
    if (drag && Math.abs(drag[1] - drag[0]) > 5)
      onZoom(clamp({ from: timeAt(drag[0]), to: timeAt(drag[1]) }, whole));
    setDrag(undefined);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const move = moved(e.key, span, whole, at);
    if (!move) return;
    e.preventDefault();
    onZoom(move);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture that can be moved by keys is no form group
    <div
      ref={ref}
      className={classes.strip}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it answers to + - 0 and the arrows
      tabIndex={0}
      aria-label="Timeline: + and − zoom, arrows move, 0 shows everything"
      onKeyDown={onKeyDown}
    >
      {width > 0 && (
        <svg
          width={width}
          height={bottom + axisHeight}
          aria-hidden
          onPointerDown={(e) => {
            e.currentTarget.setPointerCapture(e.pointerId);
            setDrag([place(e), place(e)]);
          }}
          onPointerMove={(e) => drag && setDrag([drag[0], place(e)])}
          onPointerUp={finish}
          onPointerCancel={() => setDrag(undefined)}
          onDoubleClick={() => onZoom(whole)}
        >
          {ticks(span, at, Math.max(3, Math.floor(inner / 110))).map((ms) => (
            <g key={ms} className={classes.tick}>
              <line x1={scale(at + ms)} x2={scale(at + ms)} y1={0} y2={bottom} />
              <text x={scale(at + ms)} y={bottom + 15} textAnchor="middle">
                {offset(ms)}
              </text>
            </g>
          ))}
          {drawn.map((lane) => (
            <g key={lane.kind}>
              <line className={classes.border} x1={0} x2={width} y1={lane.top} y2={lane.top} />
              <text className={classes.lane} x={10} y={lane.top + lane.height / 2 + 4}>
                {lane.word}
              </text>
              {lane.items.map((item, i) => (
                <Mark
                  key={`${item.id} ${item.time} ${item.title.slice(0, 40)} ${String(i)}`}
                  item={item}
                  y={lane.top + 4 + (lane.rows[i] ?? 0) * rowHeight}
                  scale={scale}
                  props={props}
                />
              ))}
            </g>
          ))}
          {at >= span.from && at <= span.to && (
            <line className={classes.here} x1={scale(at)} x2={scale(at)} y1={0} y2={bottom} />
          )}
          {drag && (
            <rect
              className={classes.drag}
              x={Math.min(...drag)}
              y={0}
              width={Math.abs(drag[1] - drag[0])}
              height={bottom}
            />
          )}
        </svg>
      )}
    </div>
  );
}

function shifted(span: Span, whole: Span, part: number): Span {
  const length = span.to - span.from;
  const from = Math.min(Math.max(span.from + part * length, whole.from), whole.to - length);
  return { from, to: from + length };
}

// Where a key leads, if anywhere.
function moved(key: string, span: Span, whole: Span, at: number): Span | undefined {
  switch (key) {
    case '+':
      return zoomed(span, whole, Math.min(Math.max(at, span.from), span.to), 0.5);
    case '-':
      return zoomed(span, whole, (span.from + span.to) / 2, 2);
    case 'ArrowLeft':
      return shifted(span, whole, -0.25);
    case 'ArrowRight':
      return shifted(span, whole, 0.25);
    case '0':
      return whole;
    default:
      return undefined;
  }
}
