import { CircleCheck, CircleX, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { Instance } from '../../api/schema';
import { bytes } from '../../text/bytes';
import { compact, count, full } from '../../text/number';
import { diskHealth, type Health, spoolHealth } from './storage';
import classes from './Tiles.module.css';

interface TileProps {
  label: string;
  value: string;
  title?: string;
  note: string;
  health?: Health;
}

const marks: Record<Health, { icon: LucideIcon; word: string }> = {
  fine: { icon: CircleCheck, word: 'All is well' },
  warning: { icon: TriangleAlert, word: 'Look at this soon' },
  bad: { icon: CircleX, word: 'Act now' },
};

function Tile({ label, value, title, note, health }: TileProps) {
  const mark = health && marks[health];
  return (
    <div className={classes.tile} data-health={health}>
      <dt>
        {label}
        {mark && <mark.icon size={15} role="img" aria-label={mark.word} />}
      </dt>
      <dd title={title}>{value}</dd>
      <dd className={classes.note}>{note}</dd>
    </div>
  );
}

function spoolNote({ lag, last }: Instance['spool']): string {
  return lag === 0 ? 'Everything is digested' : `of ${count(last, 'record')}`;
}

/** The figures to look at first. */
export function Tiles({ instance }: { instance: Instance }) {
  const { spool, storage, poison_count: poison } = instance;
  const rows = Object.values(storage.lake_rows).reduce((sum, n) => sum + n, 0);
  const disk = diskHealth(storage);
  return (
    <dl className={classes.tiles}>
      <Tile
        label="Waiting to be digested"
        value={compact(spool.lag)}
        title={count(spool.lag, 'record')}
        note={spoolNote(spool)}
        health={spoolHealth(spool)}
      />
      <Tile label="Spool" value={bytes(spool.bytes)} note={`of ${bytes(spool.max_bytes)} at most`} />
      <Tile
        label="Disk, free"
        value={bytes(storage.disk_free)}
        note={
          disk === 'bad'
            ? `Below the floor of ${bytes(storage.disk_floor)}: intake answers 429`
            : `of ${bytes(storage.disk_total)}; intake stops at ${bytes(storage.disk_floor)}`
        }
        health={disk}
      />
      <Tile
        label="Records stored"
        value={compact(rows)}
        title={full(rows)}
        note={bytes(storage.lake_bytes)}
      />
      <Tile
        label="Set aside"
        value={full(poison)}
        note={poison === 0 ? 'Every record could be read' : 'Records that could not be digested'}
        health={poison === 0 ? 'fine' : 'warning'}
      />
    </dl>
  );
}
