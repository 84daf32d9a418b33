import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { q } from '../../../api/client';
import { Failure } from '../../../ui/Failure';
import { Passkeys } from './Passkeys';
import { Sessions } from './Sessions';
import { TwoStep } from './TwoStep';

/** How the account is secured, and where it is in use. */
export function SecuritySettings() {
  const security = useQuery(q('getSecurity'));
  if (security.error) {
    return (
      <Failure
        title="The security settings could not be loaded"
        error={security.error}
        onRetry={() => void security.refetch()}
      />
    );
  }
  if (!security.data) return <Skeleton height={360} />;
  return (
    <>
      <TwoStep security={security.data} />
      <Passkeys security={security.data} />
      <Sessions />
    </>
  );
}
