import type { Instance } from '../../api/schema';
import { bytes } from '../../text/bytes';
import { count } from '../../text/number';
import { Card } from '../../ui/Card';
import classes from './StorageCard.module.css';
import { diskShares, type Storage } from './storage';

function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  return `${(share * 100).toFixed(1)} %`;
}

// Widths are attributes of SVG, since the content security policy forbids inline styles.
function Bar({ storage, spoolBytes }: { storage: Storage; spoolBytes: number }) {
  let at = 0;
  const floor = storage.disk_total > 0 ? 1 - storage.disk_floor / storage.disk_total : 1;
  return (
    <svg className={classes.bar} viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">
      <rect className={classes.free} width="1000" height="14" />
      {diskShares(storage, spoolBytes).map((share, i) => {
        const x = at;
        at += share.share * 1000;
        return <rect key={share.name} data-part={i} x={x} width={share.share * 1000} height="14" />;
      })}
      <rect className={classes.floor} x={floor * 1000 - 1} width="2" height="14" />
    </svg>
  );
}

function rowCounts(rows: Record<string, number>): string | undefined {
  const tables = Object.entries(rows)
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => count(n, name.replace(/_/g, ' ').replace(/s$/, '')));
  return tables.length > 0 ? `Stored: ${tables.join(', ')}.` : undefined;
}

/** What lies on the disk. */
export function StorageCard({ instance }: { instance: Instance }) {
  const { storage, spool } = instance;
  const shares = diskShares(storage, spool.bytes);
  return (
    <Card title="Storage" text={rowCounts(storage.lake_rows)}>
      <Bar storage={storage} spoolBytes={spool.bytes} />
      <table className={classes.legend}>
        <tbody>
          {shares.map((share, i) => (
            <tr key={share.name}>
              <th scope="row">
                <svg width="10" height="10" aria-hidden="true">
                  <rect data-part={i} width="10" height="10" rx="2" />
                </svg>
                {share.name}
              </th>
              <td className="number">{bytes(share.bytes)}</td>
              <td className="number muted">{percent(share.share)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              <svg width="10" height="10" aria-hidden="true">
                <rect className={classes.free} width="10" height="10" rx="2" />
              </svg>
              Free
            </th>
            <td className="number">{bytes(storage.disk_free)}</td>
            <td className="number muted">
              {percent(storage.disk_total > 0 ? storage.disk_free / storage.disk_total : 0)}
            </td>
          </tr>
        </tbody>
      </table>
      <p className={classes.note}>
        The line in the bar is the floor: when less than {bytes(storage.disk_floor)} is free, intake answers
        429 and SDKs wait, so that the disk never fills. {count(storage.blobs.files, 'attachment')} on file.
      </p>
    </Card>
  );
}
