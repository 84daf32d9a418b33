import { useState } from 'react';
import { count } from '../../text/number';
import type { Frame } from '../event/payload';
import { canFold, firstOpen, foldFrames, newestFirst, type PlacedFrame } from './chain';
import { FrameRow } from './FrameRow';
import classes from './Stack.module.css';

const shownAtFirst = 60;

function Folded({ frames }: { frames: PlacedFrame[] }) {
  const [open, setOpen] = useState(false);
  if (open) {
    return frames.map(({ frame, index }) => <FrameRow key={index} frame={frame} open={false} />);
  }
  return (
    <li className={classes.folded}>
      <button type="button" onClick={() => setOpen(true)}>
        {count(frames.length, 'frame')} outside of the app
      </button>
    </li>
  );
}

function AllFrames({ frames }: { frames: Frame[] }) {
  const [limit, setLimit] = useState(shownAtFirst);
  const opened = firstOpen(frames);
  const rows = newestFirst(frames);
  return (
    <>
      {rows.slice(0, limit).map(({ frame, index }) => (
        <FrameRow key={index} frame={frame} open={index === opened} />
      ))}
      {rows.length > limit && (
        <li className={classes.folded}>
          <button type="button" onClick={() => setLimit(limit + 300)}>
            {count(rows.length - limit, 'more frame')}
          </button>
        </li>
      )}
    </>
  );
}

interface FrameListProps {
  frames: Frame[];
  /** Also those outside of the application. */
  all: boolean;
}

/** The calls of a stack, the last one first. */
export function FrameList({ frames, all }: FrameListProps) {
  const opened = firstOpen(frames);
  if (all || !canFold(frames)) {
    return (
      <ol className={classes.frames}>
        <AllFrames frames={frames} />
      </ol>
    );
  }
  return (
    <ol className={classes.frames}>
      {foldFrames(frames).map((run) =>
        run.kind === 'shown' ? (
          <FrameRow key={run.index} frame={run.frame} open={run.index === opened} />
        ) : (
          <Folded key={run.frames[0]?.index} frames={run.frames} />
        ),
      )}
    </ol>
  );
}
