import { Checkbox } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { Answer } from '../../../api/client';
import { compact } from '../../../text/number';
import { Time } from '../../../ui/Time';
import { GroupingReasons } from '../../../widgets/event/GroupingSection';
import classes from './Merge.module.css';

export type Fingerprint = Answer<'listIssueFingerprints'>['items'][number];

interface FingerprintCardProps {
  print: Fingerprint;
  /** Undefined where there is nothing to choose from. */
  chosen?: boolean;
  onChoose: (chosen: boolean) => void;
}

/** One fingerprint of an issue: its figures, and why its events belong together. */
export function FingerprintCard({ print, chosen, onChoose }: FingerprintCardProps) {
  const [open, setOpen] = useState(chosen === undefined);
  const why = `why-${print.fingerprint}`;
  return (
    <li className={classes.print} data-chosen={chosen || undefined}>
      <div className={classes.printHead}>
        {chosen !== undefined && (
          <Checkbox
            checked={chosen}
            onChange={(e) => onChoose(e.currentTarget.checked)}
            aria-label={`Choose ${print.title || print.fingerprint}`}
          />
        )}
        <div className={classes.what}>
          <h2 className="truncate" title={print.title}>
            {print.title || 'Untitled'}
          </h2>
          <p className="muted truncate">
            {print.from ? `came with ${print.from.short_id}` : print.culprit || 'of this issue'}
          </p>
        </div>
        <dl className={classes.figures}>
          <div>
            <dt>Events</dt>
            <dd>{compact(print.events)}</dd>
          </div>
          <div>
            <dt>Users</dt>
            <dd>{compact(print.users)}</dd>
          </div>
          <div>
            <dt>First seen</dt>
            <dd>
              <Time at={print.first_seen} />
            </dd>
          </div>
          <div>
            <dt>Last seen</dt>
            <dd>
              <Time at={print.last_seen} />
            </dd>
          </div>
        </dl>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-controls={why}
          onClick={() => setOpen(!open)}
        >
          Why <ChevronDown size={14} aria-hidden data-open={open || undefined} />
        </button>
      </div>
      <div id={why} hidden={!open} className={classes.why}>
        {open && print.grouping && <GroupingReasons grouping={print.grouping} />}
        {open && !print.grouping && (
          <p className="muted">
            Its events are no longer kept. Fingerprint <code>{print.fingerprint}</code>
          </p>
        )}
      </div>
    </li>
  );
}
