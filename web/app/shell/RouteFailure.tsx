import { Button } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { CircleSlash, CloudOff } from 'lucide-react';
import { isNotFound, toUserMessage } from '../api/errors';
import { paths } from '../paths';
import { EmptyState } from '../ui/EmptyState';
import { Page } from '../ui/Page';
import { ButtonLink } from '../widgets/links';

/** Shown for an address that leads nowhere. */
export function RouteMissing() {
  return (
    <Page title="Not found">
      <EmptyState
        icon={CircleSlash}
        title="There is nothing here"
        text="The link may be old, or what it led to was deleted."
        action={
          <ButtonLink {...paths.issues()} variant="default">
            Go to the issues
          </ButtonLink>
        }
      />
    </Page>
  );
}

/** Shown when a page failed to load or to draw. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (isNotFound(error)) return <RouteMissing />;
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title="Something went wrong">
      <EmptyState
        icon={CloudOff}
        title="This page could not be shown"
        text={toUserMessage(error)}
        action={
          <Button variant="default" onClick={again}>
            Try again
          </Button>
        }
      />
    </Page>
  );
}

/** A failure outside of the shell, where nothing else makes a page of it. */
export function LoneError(props: ErrorComponentProps) {
  return (
    <main>
      <RouteError {...props} />
    </main>
  );
}
