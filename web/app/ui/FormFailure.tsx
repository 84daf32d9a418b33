import { Alert } from '@mantine/core';
import { fieldErrors, toUserMessage } from '../api/errors';

/** What is wrong with a whole form; problems of its fields stand beside them instead. */
export function FormFailure({ error, fields }: { error: unknown; fields: string[] }) {
  if (!error) return null;
  const named = fieldErrors(error);
  if (fields.some((field) => named[field])) return null;
  return (
    <Alert color="red" role="alert">
      {toUserMessage(error)}
    </Alert>
  );
}
