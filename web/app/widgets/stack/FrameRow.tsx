import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '../../ui/CopyButton';
import type { Frame } from '../event/payload';
import { hasDetail } from './chain';
import { FrameSource } from './FrameSource';
import { FrameVars } from './FrameVars';
import { fileOf, functionOf, moduleOf, pathOf, placeOf } from './names';
import classes from './Stack.module.css';

function FrameLine({ frame }: { frame: Frame }) {
  const module = moduleOf(frame);
  // A template or a script has no function; its place is its name.
  const unnamed = !frame.function && fileOf(frame) !== '';
  return (
    <span className={classes.frameLine}>
      {!unnamed && <span className={classes.function}>{functionOf(frame)}</span>}
      {fileOf(frame) && (
        <span className={unnamed ? classes.function : classes.file} title={pathOf(frame)}>
          {!unnamed && <span className="muted">in </span>}
          {placeOf(frame)}
        </span>
      )}
      {module && (
        <span className={classes.module} title={module}>
          {module}
        </span>
      )}
    </span>
  );
}

/** One call of a stack; opens to its source and variables where they are known. */
export function FrameRow({ frame, open }: { frame: Frame; open: boolean }) {
  const [expanded, setExpanded] = useState(open);
  const detail = hasDetail(frame);
  return (
    <li className={classes.frame} data-app={frame.in_app === true || undefined}>
      <div className={classes.frameHead}>
        {detail ? (
          <button
            type="button"
            className={classes.frameButton}
            aria-expanded={expanded}
            onClick={() => setExpanded(!expanded)}
          >
            <ChevronRight size={14} aria-hidden className={classes.chevron} />
            <FrameLine frame={frame} />
          </button>
        ) : (
          <div className={classes.frameButton}>
            <span className={classes.noChevron} />
            <FrameLine frame={frame} />
          </div>
        )}
        {pathOf(frame) && (
          <span className={classes.frameCopy}>
            <CopyButton value={placeOf(frame, pathOf(frame))} label="Copy file and line" size={22} />
          </span>
        )}
      </div>
      {expanded && detail && (
        <div className={classes.frameBody}>
          <FrameSource frame={frame} />
          <FrameVars vars={frame.vars} />
        </div>
      )}
    </li>
  );
}
