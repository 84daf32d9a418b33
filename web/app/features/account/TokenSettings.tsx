import { Button, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { q } from '../../api/client';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { TokenDialog } from './TokenDialog';
import { TokenTable } from './TokenTable';

/** Tokens for scripts and other programs. */
export function TokenSettings() {
  const tokens = useQuery(q('listTokens'));
  const [creating, create] = useDisclosure();
  const items = tokens.data?.items ?? [];
  return (
    <Card
      title="Access tokens"
      text="For scripts that read or change something through the API. A token does what you may do, nothing more."
      actions={
        <Button leftSection={<Plus size={14} />} onClick={create.open}>
          New token
        </Button>
      }
    >
      {tokens.isPending && <Skeleton height={120} />}
      {tokens.error && (
        <Failure
          title="The tokens could not be loaded"
          error={tokens.error}
          onRetry={() => void tokens.refetch()}
        />
      )}
      {tokens.data && items.length === 0 && <p className="muted">There is no token yet.</p>}
      {items.length > 0 && <TokenTable tokens={items} />}
      <TokenDialog opened={creating} onClose={create.close} />
    </Card>
  );
}
