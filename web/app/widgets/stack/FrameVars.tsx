import { JsonView } from '../../ui/JsonView';
import { KeyValues } from '../../ui/KeyValues';
import { LongText } from '../../ui/LongText';
import { isObject, type Json } from '../event/payload';
import classes from './Stack.module.css';

function Value({ value }: { value: Json }) {
  if (typeof value === 'object' && value !== null) return <JsonView value={value} open={0} />;
  return <LongText text={typeof value === 'string' ? value : String(value)} limit={500} />;
}

/** The local variables of a frame. */
export function FrameVars({ vars }: { vars: Json | undefined }) {
  if (!isObject(vars)) return null;
  const rows = Object.entries(vars).map(([name, value]) => ({ name, value: <Value value={value} /> }));
  if (rows.length === 0) return null;
  return (
    <div className={classes.vars}>
      <h4>Local variables</h4>
      <KeyValues rows={rows} mono />
    </div>
  );
}
