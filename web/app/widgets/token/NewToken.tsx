import { Button, Group, Stack } from '@mantine/core';
import type { Answer } from '../../api/client';
import { CopyButton } from '../../ui/CopyButton';
import { useSession } from '../useSession';
import classes from './NewToken.module.css';

/** A token right after it was made: the only time its secret is shown. */
export function NewToken({ token, onClose }: { token: Answer<'createToken'>; onClose: () => void }) {
  const { base_url } = useSession();
  const secret = token.token ?? '';
  return (
    <Stack gap="md">
      <p>This is the only time it is shown. Belfry keeps a hash, so nobody can look it up later.</p>
      <div className={classes.secret}>
        <code data-testid="token">{secret}</code>
        <CopyButton value={secret} label="Copy the token" />
      </div>
      <div>
        <p className="muted">Try it:</p>
        <code className={classes.command}>
          curl -H "Authorization: Bearer {secret}" {base_url}/api/v1/issues
        </code>
      </div>
      <Group justify="flex-end">
        <Button onClick={onClose}>Done, it is copied</Button>
      </Group>
    </Stack>
  );
}
