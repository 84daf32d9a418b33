import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { type Answer, useAction } from '../../../api/client';
import { Card } from '../../../ui/Card';
import { Time } from '../../../ui/Time';
import { toast } from '../../../ui/toast';
import { PasswordStep } from './PasswordStep';
import { RecoveryCodes } from './RecoveryCodes';
import { TotpDialog } from './TotpDialog';

type Security = Answer<'getSecurity'>;
type Dialog = 'enrol' | 'disable' | 'codes';

interface DialogProps {
  security: Security;
  onClose: () => void;
}

function DisableDialog({ security, onClose }: DialogProps) {
  const disable = useAction('disableTotp', {
    inline: true,
    changes: ['getSecurity'],
    onSuccess: () => {
      toast.success('Two-step sign-in is off.');
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Turn two-step sign-in off?">
      <PasswordStep
        asked={security.has_password}
        action="Turn off"
        danger
        error={disable.error}
        pending={disable.isPending}
        onCancel={onClose}
        onSubmit={(password) => disable.mutate({ body: { password } })}
      >
        <p>The password alone will do again. The recovery codes stop working.</p>
      </PasswordStep>
    </Modal>
  );
}

function CodesDialog({ security, onClose }: DialogProps) {
  const replace = useAction('replaceRecoveryCodes', { inline: true, changes: ['getSecurity'] });
  return (
    <Modal opened onClose={onClose} title="New recovery codes" closeOnClickOutside={!replace.data}>
      {replace.data ? (
        <RecoveryCodes codes={replace.data.codes} onClose={onClose} />
      ) : (
        <PasswordStep
          asked={security.has_password}
          action="Make new codes"
          error={replace.error}
          pending={replace.isPending}
          onCancel={onClose}
          onSubmit={(password) => replace.mutate({ body: { password } })}
        >
          <p>The codes that you have stop working.</p>
        </PasswordStep>
      )}
    </Modal>
  );
}

/** The authenticator app and the recovery codes. */
export function TwoStep({ security }: { security: Security }) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => {
    setDialog(null);
    setCodes(null);
  };
  const left = security.recovery_codes;
  return (
    <Card
      title="Two-step sign-in"
      text="After the password, a code of an authenticator app. A stolen password alone opens nothing then."
      actions={!security.totp_since && <Button onClick={() => setDialog('enrol')}>Set up</Button>}
    >
      {security.totp_since && (
        <>
          <p>
            On, since <Time at={security.totp_since} bare />.{' '}
            <span className={left < 3 ? undefined : 'muted'}>
              {left === 1 ? 'One recovery code is left.' : `${left} recovery codes are left.`}
            </span>
          </p>
          <Group mt="sm">
            <Button variant="default" onClick={() => setDialog('codes')}>
              New recovery codes
            </Button>
            <Button variant="subtle" color="red" onClick={() => setDialog('disable')}>
              Turn off
            </Button>
          </Group>
        </>
      )}
      {dialog === 'enrol' && (
        <TotpDialog hasPassword={security.has_password} codes={codes} onCodes={setCodes} onClose={close} />
      )}
      {dialog === 'disable' && <DisableDialog security={security} onClose={close} />}
      {dialog === 'codes' && <CodesDialog security={security} onClose={close} />}
    </Card>
  );
}
