import { LongText } from '../../ui/LongText';
import type { Exception, Mechanism } from '../event/payload';
import { type Link, looksMinified } from './chain';
import { FrameList } from './FrameList';
import classes from './Stack.module.css';

const joints: Record<NonNullable<Link['relation']>, string> = {
  cause: 'Caused by',
  context: 'While handling',
  member: 'One of the group',
};

function MechanismNote({ mechanism }: { mechanism: Mechanism }) {
  const { handled, type, is_exception_group: group } = mechanism;
  return (
    <span className={classes.chips}>
      {handled === false && <span className={classes.chipBad}>Not handled</span>}
      {handled === true && <span className={classes.chip}>Handled</span>}
      {type && type !== 'generic' && type !== 'chained' && <span className={classes.chip}>{type}</span>}
      {group && <span className={classes.chip}>Group</span>}
    </span>
  );
}

function Frames({ exception, all }: { exception: Exception; all: boolean }) {
  const frames = exception.frames ?? [];
  if (frames.length === 0) return <p className={classes.absent}>No stack came with this exception.</p>;
  const cut = (exception.frame_count ?? 0) - frames.length;
  return (
    <>
      <FrameList frames={frames} all={all} />
      {cut > 0 && <p className={classes.absent}>{cut} frames in the middle were not kept.</p>}
      {looksMinified(frames) && (
        <p className={classes.absent}>
          This code is minified: names, files and lines are those of the built files.
        </p>
      )}
    </>
  );
}

/** One exception of a chain, with its stack. */
export function ExceptionBlock({ link, all }: { link: Link; all: boolean }) {
  const { exception, relation, depth } = link;
  return (
    <article className={classes.exception} data-depth={Math.min(depth, 4) || undefined}>
      {relation && <p className={classes.joint}>{joints[relation]}</p>}
      <header className={classes.exceptionHead}>
        <h3>
          {exception.module && <span className={classes.exceptionModule}>{exception.module}.</span>}
          {exception.type || 'Error'}
        </h3>
        {exception.mechanism && <MechanismNote mechanism={exception.mechanism} />}
      </header>
      {exception.value && (
        <p className={classes.value}>
          <LongText text={exception.value} />
        </p>
      )}
      <Frames exception={exception} all={all} />
    </article>
  );
}
