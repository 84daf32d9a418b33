import { useQuery } from '@tanstack/react-query';
import { type Answer, q, useAction } from '../../api/client';
import type { ApiError } from '../../api/errors';
import { toast } from '../../ui/toast';

/** Whose tokens: the user's own, or those of a project. */
export type Owner = 'me' | { project: number };

export function useTokens(of: Owner) {
  const mine = useQuery({ ...q('listTokens'), enabled: of === 'me' });
  const path = { project_id: of === 'me' ? 0 : of.project };
  const theirs = useQuery({ ...q('listProjectTokens', { path }), enabled: of !== 'me' });
  return of === 'me' ? mine : theirs;
}

interface Reactions {
  onSuccess: (token: Answer<'createToken'>) => void;
  onError: (error: ApiError) => void;
}

export interface TokenBody {
  name: string;
  scope: 'read' | 'write';
  expires_in_days?: number;
}

export function useCreateToken(of: Owner, reactions: Reactions) {
  const mine = useAction('createToken', { inline: true, changes: ['listTokens'], ...reactions });
  const theirs = useAction('createProjectToken', {
    inline: true,
    changes: ['listProjectTokens'],
    ...reactions,
  });
  const create = (body: TokenBody) =>
    of === 'me' ? mine.mutate({ body }) : theirs.mutate({ path: { project_id: of.project }, body });
  const { error, isPending } = of === 'me' ? mine : theirs;
  return { create, error, isPending };
}

export function useRevokeToken(of: Owner, token: number) {
  const onSuccess = () => toast.success('Token revoked.');
  const mine = useAction('deleteToken', { changes: ['listTokens'], onSuccess });
  const theirs = useAction('deleteProjectToken', { changes: ['listProjectTokens'], onSuccess });
  const revoke = () =>
    of === 'me'
      ? mine.mutate({ path: { token_id: token } })
      : theirs.mutate({ path: { project_id: of.project, token_id: token } });
  return { revoke, isPending: mine.isPending || theirs.isPending };
}
