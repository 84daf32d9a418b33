import { Button, Group, Stack } from '@mantine/core';
import { CopyButton } from '../../../ui/CopyButton';
import classes from './Security.module.css';

/** Recovery codes right after they were made: the only time they are shown. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <Stack gap="md">
      <p>
        Keep these where you keep passwords. Each signs you in once when the authenticator app is out of
        reach. They are not shown again.
      </p>
      <ul className={classes.codes} data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <CopyButton value={codes.join('\n')} label="Copy the recovery codes" text="Copy all" />
        <Button onClick={onClose}>Done, they are kept</Button>
      </Group>
    </Stack>
  );
}
