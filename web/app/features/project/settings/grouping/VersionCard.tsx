import { Button } from '@mantine/core';
import { useAction } from '../../../../api/client';
import type { Project } from '../../../../api/schema';
import { Card } from '../../../../ui/Card';
import { FormFailure } from '../../../../ui/FormFailure';
import { toast } from '../../../../ui/toast';
import { DryRunResult } from './DryRunResult';
import classes from './Grouping.module.css';
import { type Grouping, triedEvents } from './rules';

/** Which version of the built-in rules the project has, and what the newest one would do. */
export function VersionCard({ project, grouping }: { project: Project; grouping: Grouping }) {
  const path = { project_id: project.id };
  const trial = useAction('tryGrouping', { inline: true });
  const save = useAction('updateGrouping', {
    inline: true,
    changes: ['getGrouping'],
    onSuccess: () => toast.success('The project has the newest rules.'),
  });
  const versions = grouping.versions ?? [];
  const newest = versions.at(-1);
  const present = versions.find((v) => v.number === grouping.version);
  const behind = newest !== undefined && newest.number > grouping.version;
  return (
    <Card title="Built-in rules" text={`Version ${grouping.version}. ${present?.summary ?? ''}`}>
      {!behind && <p className="muted">This is the newest version.</p>}
      {behind && (
        <>
          <p>
            Version {newest.number} is there: {newest.summary} Issues stay; events that come from now on may
            go to others.
          </p>
          <div className={classes.actions}>
            <Button
              variant="default"
              loading={trial.isPending}
              onClick={() => trial.mutate({ path, body: { version: newest.number, events: triedEvents } })}
            >
              Preview
            </Button>
            <Button
              loading={save.isPending}
              onClick={() => save.mutate({ path, body: { version: newest.number } })}
            >
              Use version {newest.number}
            </Button>
          </div>
          <FormFailure error={save.error ?? trial.error} fields={[]} />
          {trial.data && <DryRunResult result={trial.data} />}
        </>
      )}
    </Card>
  );
}
