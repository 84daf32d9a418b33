import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { q, useAction } from '../../../../api/client';
import type { Project } from '../../../../api/schema';
import { Card } from '../../../../ui/Card';
import { Failure } from '../../../../ui/Failure';
import { FormFailure } from '../../../../ui/FormFailure';
import { toast } from '../../../../ui/toast';
import { DryRunResult } from './DryRunResult';
import classes from './Grouping.module.css';
import { RuleRow } from './RuleRow';
import { emptyRule, type Grouping, isComplete, moved, toDrafts, toRules, triedEvents } from './rules';
import { VersionCard } from './VersionCard';

function RulesCard({ project, grouping }: { project: Project; grouping: Grouping }) {
  const [rules, setRules] = useState(() => toDrafts(grouping.rules ?? []));
  const path = { project_id: project.id };
  const trial = useAction('tryGrouping', { inline: true });
  const save = useAction('updateGrouping', {
    inline: true,
    changes: ['getGrouping'],
    onSuccess: () => toast.success('Saved. The rules hold for what arrives from now on.'),
  });
  const change = (next: typeof rules) => {
    trial.reset();
    save.reset();
    setRules(next);
  };
  const body = { rules: toRules(rules) };
  const dirty = JSON.stringify(body.rules) !== JSON.stringify(grouping.rules ?? []);
  const complete = rules.every(isComplete);
  return (
    <Card
      title="Fingerprint rules"
      text="Events with the same fingerprint are one issue. The first rule that applies decides; * stands for anything, and capitals do not matter."
    >
      <ol className={classes.rules}>
        {rules.map((rule, n) => (
          <RuleRow
            key={rule.key}
            rule={rule}
            place={n}
            last={n === rules.length - 1}
            fields={grouping.fields ?? []}
            onChange={(changed) => change(rules.with(n, changed))}
            onMove={(by) => change(moved(rules, n, n + by))}
            onRemove={() => change(rules.toSpliced(n, 1))}
          />
        ))}
      </ol>
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<Plus size={15} />}
          disabled={rules.length >= 100}
          onClick={() => change([...rules, emptyRule()])}
        >
          Add a rule
        </Button>
        <span className={classes.gap} />
        <Button
          variant="default"
          disabled={!complete}
          loading={trial.isPending}
          onClick={() => trial.mutate({ path, body: { ...body, events: triedEvents } })}
        >
          Try on stored events
        </Button>
        <Button
          disabled={!dirty || !complete}
          loading={save.isPending}
          onClick={() => save.mutate({ path, body })}
        >
          Save rules
        </Button>
      </div>
      <FormFailure error={save.error ?? trial.error} fields={[]} />
      {trial.data && <DryRunResult result={trial.data} />}
    </Card>
  );
}

/** How the events of a project become issues. */
export function GroupingSettings({ project }: { project: Project }) {
  const query = useQuery(q('getGrouping', { path: { project_id: project.id } }));
  if (query.isPending) return <Skeleton height={320} />;
  if (!query.data)
    return (
      <Failure
        title="The rules could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  return (
    <>
      <RulesCard project={project} grouping={query.data} />
      <VersionCard project={project} grouping={query.data} />
    </>
  );
}
