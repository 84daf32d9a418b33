import type { Instance } from '../../api/schema';

export type Storage = Instance['storage'];
export type Partition = Instance['partitions'][number];
export type Health = 'fine' | 'warning' | 'bad';

/** How the disk stands: bad below the floor, where intake stops; a warning within twice the floor. */
export function diskHealth({ disk_free, disk_floor }: Storage): Health {
  if (disk_free <= disk_floor) return 'bad';
  return disk_free <= 2 * disk_floor ? 'warning' : 'fine';
}

export interface Share {
  name: string;
  bytes: number;
  /** 0 to 1, of the disk. */
  share: number;
}

/** What lies on the disk: ours by store, everything else, and what is free. */
export function diskShares(storage: Storage, spoolBytes: number): Share[] {
  const total = storage.disk_total;
  const ours: [string, number][] = [
    ['Events and other telemetry', storage.lake_bytes],
    ['Attachments', storage.blobs.bytes],
    ['Database', storage.database_bytes],
    ['Spool', spoolBytes],
  ];
  const used = ours.reduce((sum, [, bytes]) => sum + bytes, 0);
  const others = Math.max(0, total - storage.disk_free - used);
  return [...ours, ['Other files on this disk', others] as [string, number]].map(([name, bytes]) => ({
    name,
    bytes,
    share: total > 0 ? bytes / total : 0,
  }));
}

/** How far the digest is behind: a lag of a few seconds of load is usual. */
export function spoolHealth({ lag, bytes, max_bytes }: Instance['spool']): Health {
  if (max_bytes > 0 && bytes >= 0.9 * max_bytes) return 'bad';
  if (lag > 50_000 || (max_bytes > 0 && bytes >= 0.5 * max_bytes)) return 'warning';
  return 'fine';
}

const classes: Record<string, string> = {
  error: 'Events, logs from warning up',
  noise: 'Logs below warning',
  span: 'Spans',
  sample: 'Metrics, check-ins, sessions',
};

/** What a retention class holds. */
export function classText(name: string): string {
  return classes[name] ?? name;
}

/** Partitions, the newest day first, classes of a day in the order of their size. */
export function sortPartitions(partitions: readonly Partition[]): Partition[] {
  return [...partitions].sort((a, b) => (a.day === b.day ? b.bytes - a.bytes : a.day < b.day ? 1 : -1));
}
