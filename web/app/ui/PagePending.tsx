import { Skeleton } from '@mantine/core';
import { Page } from './Page';

function Outline() {
  return (
    <>
      <span className="visually-hidden">Loading</span>
      <Skeleton component="span" display="block" height={20} width={160} />
    </>
  );
}

/** The outline of a page while its code is on the way. */
export function PagePending() {
  return (
    <Page title={<Outline />}>
      <Skeleton height={36} mb="md" />
      <Skeleton height={240} />
    </Page>
  );
}
