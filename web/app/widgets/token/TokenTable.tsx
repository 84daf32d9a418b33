import { Button } from '@mantine/core';
import type { Token } from '../../api/schema';
import { confirm } from '../../ui/confirm';
import { Time } from '../../ui/Time';
import { useNow } from '../../ui/useNow';
import { expiryState } from './expiry';
import classes from './TokenTable.module.css';
import { type Owner, useRevokeToken } from './useTokens';

function Expiry({ token }: { token: Token }) {
  const state = expiryState(token.expires_at, useNow());
  return (
    <span data-state={state} className={classes.expiry}>
      {state === 'over' && 'Expired '}
      <Time at={token.expires_at} never="Never" />
    </span>
  );
}

function Row({ of, token }: { of: Owner; token: Token }) {
  const { revoke, isPending } = useRevokeToken(of, token.id);
  const ask = () =>
    void confirm({
      title: `Revoke “${token.name}”?`,
      children: 'Programs that use it are refused from now on. This cannot be undone.',
      labels: { confirm: 'Revoke token', cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm: revoke,
    });
  return (
    <tr>
      <th scope="row">
        <span className={classes.name}>{token.name}</span>
        <code className="muted">{token.prefix}…</code>
      </th>
      <td data-label="May">{token.scope === 'write' ? 'Read and write' : 'Read'}</td>
      <td data-label="Last used">
        <Time at={token.last_used_at} />
      </td>
      <td data-label="Ends">
        <Expiry token={token} />
      </td>
      <td className={classes.action}>
        <Button
          variant="subtle"
          color="red"
          onClick={ask}
          aria-label={`Revoke ${token.name}`}
          loading={isPending}
        >
          Revoke
        </Button>
      </td>
    </tr>
  );
}

/** Tokens; the secret itself is never shown again. */
export function TokenTable({ of, tokens }: { of: Owner; tokens: Token[] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">May</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col">
            <span className="visually-hidden">Revoke</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <Row key={token.id} of={of} token={token} />
        ))}
      </tbody>
    </table>
  );
}
