import { Alert, Button } from '@mantine/core';
import { toUserMessage } from '../api/errors';

interface FailureProps {
  /** What did not happen: "The projects could not be loaded". */
  title: string;
  error: unknown;
  onRetry?: () => void;
}

/** Stands where something would be that could not be loaded: what is wrong, and another try. */
export function Failure({ title, error, onRetry }: FailureProps) {
  return (
    <Alert color="red" role="alert" title={title}>
      <p>{toUserMessage(error)}</p>
      {onRetry && (
        <Button variant="default" mt="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
