import type { Connection } from './guides/types';
import classes from './TroubleList.module.css';

/** What to look at when nothing arrives. */
export function TroubleList({ connection }: { connection: Connection }) {
  return (
    <details className={classes.fold}>
      <summary>Nothing arrives?</summary>
      <ul>
        <li>
          Can the program reach this server? From its machine:
          <code className={classes.command}>curl -i {connection.baseUrl}/healthz</code>
        </li>
        <li>Turn on the SDK's debug option: it then prints every request and its answer.</li>
        <li>Many SDKs send in the background. Let the program live a second longer, or flush.</li>
        <li>In a browser, an ad blocker or a Content-Security-Policy may stop the request.</li>
        <li>A proxy in between must let through bodies of 20 MB and paths below /api/.</li>
        <li>What was refused or dropped is counted, with reasons, on the instance page.</li>
      </ul>
    </details>
  );
}
