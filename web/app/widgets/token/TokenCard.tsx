import { Button, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Plus } from 'lucide-react';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { TokenDialog } from './TokenDialog';
import { TokenTable } from './TokenTable';
import { type Owner, useTokens } from './useTokens';

const texts = {
  mine: 'For scripts that read or change something through the API. A token does what you may do, nothing more.',
  project:
    'For programs that work in this project and nowhere else. They act as the project, whoever made the token.',
};

/** Tokens for scripts and other programs. */
export function TokenCard({ of }: { of: Owner }) {
  const tokens = useTokens(of);
  const [creating, create] = useDisclosure();
  const items = tokens.data?.items ?? [];
  return (
    <Card
      title="Access tokens"
      text={of === 'me' ? texts.mine : texts.project}
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
      {items.length > 0 && <TokenTable of={of} tokens={items} />}
      <TokenDialog of={of} opened={creating} onClose={create.close} />
    </Card>
  );
}
