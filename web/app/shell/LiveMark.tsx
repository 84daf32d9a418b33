import { Tooltip } from '@mantine/core';
import { CloudOff } from 'lucide-react';
import { useLiveState } from '../api/useLive';
import classes from './LiveMark.module.css';

/** Says so when changes do not arrive by themselves; silent while they do. */
export function LiveMark() {
  if (useLiveState() !== 'offline') return null;
  return (
    <Tooltip label="The connection was lost. Belfry tries again by itself.">
      <span className={classes.mark} role="status">
        <CloudOff size={15} aria-hidden />
        <span className={classes.word}>Not live</span>
      </span>
    </Tooltip>
  );
}
