import { Button } from '@mantine/core';
import { Gift } from 'lucide-react';
import type { OperationId } from '../../api/client';
import { useAction } from '../../api/client';
import { toast } from '../../ui/toast';
import classes from './SampleNotice.module.css';

const changes: OperationId[] = ['getOverview', 'listProjects', 'listIssues', 'countIssues'];

/** The button that makes a project with sample data. */
export function LoadSample() {
  const load = useAction('loadSample', {
    changes,
    onSuccess: () => toast.success('The sample project is filling. Its issues turn up within seconds.'),
  });
  return (
    <Button
      variant="default"
      leftSection={<Gift size={14} />}
      loading={load.isPending}
      onClick={() => load.mutate({})}
    >
      Load a sample project
    </Button>
  );
}

/** Says that a project holds sample data, and removes it in one click. */
export function SampleNotice({ name, admin }: { name: string; admin: boolean }) {
  const remove = useAction('removeSample', {
    changes,
    onSuccess: () => toast.success('The sample project is being removed.'),
  });
  return (
    <p className={classes.notice}>
      <Gift size={15} aria-hidden />
      <span>“{name}” holds sample data.</span>
      {admin && (
        <Button
          size="compact-xs"
          variant="default"
          loading={remove.isPending}
          onClick={() => remove.mutate({})}
        >
          Remove it
        </Button>
      )}
    </p>
  );
}
