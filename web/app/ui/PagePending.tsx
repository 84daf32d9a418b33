import { Skeleton } from '@mantine/core';
import { Page } from './Page';

/** The outline of a page while its code is on the way. */
export function PagePending() {
  return (
    <Page title={<Skeleton height={20} width={160} />}>
      <Skeleton height={36} mb="md" />
      <Skeleton height={240} />
    </Page>
  );
}
