import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { useAction } from '../../api/client';
import { paths } from '../../paths';
import { Page } from '../../ui/Page';
import { TokenCard } from '../../widgets/token/TokenCard';
import { useSession } from '../../widgets/useSession';
import { Appearance } from './Appearance';
import { PasswordForm } from './PasswordForm';
import { PersonForm } from './PersonForm';
import { SecuritySettings } from './security/SecuritySettings';

function SignOut() {
  const router = useRouter();
  // A whole new page, so that nothing of this session stays in memory.
  const leave = () => window.location.assign(router.buildLocation(paths.signIn()).href);
  const signOut = useAction('deleteSession', { onSuccess: leave });
  return (
    <Button
      variant="default"
      leftSection={<LogOut size={14} />}
      onClick={() => signOut.mutate({})}
      loading={signOut.isPending}
    >
      Sign out
    </Button>
  );
}

/** The user's own account. */
export default function ProfilePage() {
  const { user } = useSession();
  return (
    <Page title="Profile" lead={`Signed in as ${user.email}`} actions={<SignOut />} narrow>
      <PersonForm user={user} />
      <PasswordForm user={user} />
      <SecuritySettings />
      <Appearance />
      <TokenCard of="me" />
    </Page>
  );
}
