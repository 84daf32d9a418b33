import { Button } from '@mantine/core';
import { CloudOff } from 'lucide-react';
import { toUserMessage } from '../../api/errors';
import { EmptyState } from '../../ui/EmptyState';

/** A list that could not be fetched. */
export function ListFailure({ error, again }: { error: unknown; again: () => void }) {
  return (
    <EmptyState
      icon={CloudOff}
      title="This could not be loaded"
      text={toUserMessage(error)}
      action={
        <Button variant="default" onClick={again}>
          Try again
        </Button>
      }
    />
  );
}
