import { Button, Skeleton, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { q } from '../../api/client';
import { paths } from '../../paths';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { Page } from '../../ui/Page';
import { ButtonLink } from '../../widgets/links';
import { administers } from '../../widgets/roles';
import { useSession } from '../../widgets/useSession';
import type { Member } from './access';
import { InvitationCard } from './InvitationCard';
import { InviteDialog } from './InviteDialog';
import { MemberDialog } from './MemberDialog';
import { MemberRow } from './MemberRow';
import classes from './Members.module.css';
import { OrganizationCard } from './OrganizationCard';

function MemberTable({ members, onEdit }: { members: Member[]; onEdit: (member: Member) => void }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Sees</th>
          <th scope="col">Last seen</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} onEdit={() => onEdit(member)} />
        ))}
      </tbody>
    </table>
  );
}

/** Who belongs to the organization, and who is invited. */
export default function MembersPage() {
  const admin = administers(useSession().user.role);
  const members = useQuery(q('listMembers'));
  const [inviting, invite] = useDisclosure();
  const [edited, setEdited] = useState<Member | null>(null);
  return (
    <Page
      title="Members"
      actions={
        admin && (
          <>
            <ButtonLink {...paths.audit()} variant="default">
              Audit log
            </ButtonLink>
            <Button leftSection={<UserPlus size={14} />} onClick={invite.open}>
              Invite
            </Button>
          </>
        )
      }
    >
      <Stack gap="md">
        <Card title="Members">
          {members.isPending && <Skeleton height={160} />}
          {members.error && (
            <Failure
              title="The members could not be loaded"
              error={members.error}
              onRetry={() => void members.refetch()}
            />
          )}
          {members.data && <MemberTable members={members.data.items} onEdit={setEdited} />}
        </Card>
        {admin && <InvitationCard />}
        <OrganizationCard />
      </Stack>
      <InviteDialog opened={inviting} onClose={invite.close} />
      <MemberDialog member={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}
