import { Button, Checkbox, Group, Modal, Radio, Skeleton, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { qKeep, useAction } from '../../../api/client';
import type { Issue } from '../../../api/schema';
import { paths } from '../../../paths';
import { count } from '../../../text/number';
import { FormFailure } from '../../../ui/FormFailure';
import { toast } from '../../../ui/toast';
import classes from './Merge.module.css';
import { useRegrouped } from './useMergeActions';

interface MergeDialogProps {
  issue: Issue;
  opened: boolean;
  onClose: () => void;
}

function Line({ issue }: { issue: Issue }) {
  return (
    <span className={classes.line}>
      <span className={classes.shortId}>{issue.short_id}</span>
      <span className="truncate" title={issue.title}>
        {issue.title || 'Untitled'}
      </span>
      <span className={classes.figure}>{count(issue.times_seen, 'event')}</span>
    </span>
  );
}

interface PickerProps {
  issue: Issue;
  chosen: Issue[];
  onChange: (chosen: Issue[]) => void;
}

/** Finds issues that may be merged with one. */
function Picker({ issue, chosen, onChange }: PickerProps) {
  const [text, setText] = useState('');
  const [query] = useDebouncedValue(text.trim(), 200);
  const { data, isPending } = useQuery(
    qKeep('listProjectIssues', {
      path: { project_id: issue.project_id },
      query: { query, status: 'all', limit: 12 },
    }),
  );
  const isChosen = (other: Issue) => chosen.some((i) => i.id === other.id);
  const toggle = (other: Issue) =>
    onChange(isChosen(other) ? chosen.filter((i) => i.id !== other.id) : [...chosen, other]);
  const found = (data?.items ?? []).filter(
    (other) => other.id !== issue.id && other.kind === issue.kind && !isChosen(other),
  );
  return (
    <div>
      <TextInput
        label="Issues of the same project"
        placeholder="Title, culprit, or an id such as SHOP-12"
        leftSection={<Search size={15} />}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        data-autofocus
      />
      <ul className={classes.choices}>
        {[...chosen, ...found].map((other) => (
          <li key={other.id}>
            <Checkbox
              checked={isChosen(other)}
              onChange={() => toggle(other)}
              label={<Line issue={other} />}
              classNames={{ body: classes.option, labelWrapper: classes.optionLabel }}
            />
          </li>
        ))}
      </ul>
      {isPending && <Skeleton height={120} mt={8} />}
      {data && found.length === 0 && chosen.length === 0 && (
        <p className="muted">{query ? 'No issue matches.' : 'There is no other issue in this project.'}</p>
      )}
    </div>
  );
}

function MergeForm({ issue, onClose }: Omit<MergeDialogProps, 'opened'>) {
  const [chosen, setChosen] = useState<Issue[]>([]);
  const [targetId, setTarget] = useState(issue.id);
  const navigate = useNavigate();
  const regrouped = useRegrouped();
  const all = [issue, ...chosen];
  const target = all.find((i) => i.id === targetId) ?? issue;
  const merge = useAction('mergeIssues', {
    inline: true,
    onSuccess: async (merged) => {
      onClose();
      toast.success(`Merged into ${merged.short_id}.`);
      if (merged.id !== issue.id) await navigate(paths.issue(String(merged.id)));
      await regrouped();
    },
  });
  const save = () =>
    merge.mutate({
      path: { issue_id: String(target.id) },
      body: { issues: all.filter((i) => i.id !== target.id).map((i) => i.id) },
    });
  return (
    <Stack gap="md">
      <Picker issue={issue} chosen={chosen} onChange={setChosen} />
      {chosen.length > 0 && (
        <Radio.Group
          label="Which one stays"
          description="It keeps its id, status and assignee; the ids of the others lead to it."
          value={String(target.id)}
          onChange={(id) => setTarget(Number(id))}
        >
          <Stack gap={6} mt={8}>
            {all.map((i) => (
              <Radio
                key={i.id}
                value={String(i.id)}
                label={<Line issue={i} />}
                classNames={{ body: classes.option, labelWrapper: classes.optionLabel }}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <FormFailure error={merge.error} fields={[]} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={save} disabled={chosen.length === 0} loading={merge.isPending}>
          {chosen.length === 0 ? 'Merge' : `Merge ${all.length} issues`}
        </Button>
      </Group>
    </Stack>
  );
}

/** Merges an issue with others of its project. It can be undone, fingerprint by fingerprint. */
export function MergeDialog(props: MergeDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={`Merge ${props.issue.short_id}`} size="lg">
      <MergeForm {...props} />
    </Modal>
  );
}
