import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { q, useAction } from '../../api/client';
import { Card } from '../../ui/Card';
import { Time } from '../../ui/Time';
import { roleLabel } from '../../widgets/roles';
import { reach } from './access';
import classes from './Members.module.css';

/** The invitations that nobody has used yet. */
export function InvitationCard() {
  const invitations = useQuery(q('listInvitations'));
  const withdraw = useAction('deleteInvitation', { changes: ['listInvitations'] });
  if (!invitations.data?.items.length) return null;
  return (
    <Card title="Open invitations">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">For</th>
            <th scope="col">Role</th>
            <th scope="col">Sees</th>
            <th scope="col">Ends</th>
            <th scope="col">
              <span className="visually-hidden">Withdraw</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {invitations.data.items.map((invitation) => (
            <tr key={invitation.id}>
              <th scope="row">
                <span className={classes.name}>{invitation.email ?? 'Whoever has the link'}</span>
                <span className="muted">by {invitation.created_by.name}</span>
              </th>
              <td>{roleLabel(invitation.role)}</td>
              <td>{reach(invitation)}</td>
              <td>
                <Time at={invitation.expires_at} />
              </td>
              <td className={classes.action}>
                <Button
                  variant="subtle"
                  color="red"
                  onClick={() => withdraw.mutate({ path: { invitation_id: invitation.id } })}
                >
                  Withdraw
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
