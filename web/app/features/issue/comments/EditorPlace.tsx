import { Skeleton } from '@mantine/core';

/** Where the editor will be: it comes in a file of its own. */
export function EditorPlace() {
  return <Skeleton height={148} />;
}
