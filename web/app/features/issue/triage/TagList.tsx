import { Button, Popover, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Issue } from '../../../api/schema';
import { tagFrom } from './priority';
import classes from './Triage.module.css';

interface AddTagProps {
  onAdd: (key: string, value: string) => Promise<boolean>;
}

function AddTag({ onAdd }: AddTagProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const tag = tagFrom(text);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (tag && (await onAdd(tag.key, tag.value))) {
      setText('');
      setOpen(false);
    }
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus width={260}>
      <Popover.Target>
        <button type="button" className={classes.add} onClick={() => setOpen(!open)}>
          <Plus size={13} aria-hidden /> Add tag
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={(event) => void submit(event)} className={classes.addForm}>
          <TextInput
            data-autofocus
            aria-label="Tag"
            placeholder="team:payments"
            maxLength={260}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!tag}>
            Add
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

interface TagListProps extends AddTagProps {
  issue: Issue;
  editable: boolean;
  onRemove: (key: string, value: string) => void;
}

/** The tags that people gave the issue. */
export function TagList({ issue, editable, onAdd, onRemove }: TagListProps) {
  return (
    <div className={classes.tags}>
      {issue.tags.map(({ key, value }) => (
        <span key={`${key}:${value}`} className={classes.tag}>
          <span className="muted">{key}</span> {value}
          {editable && (
            <button
              type="button"
              aria-label={`Remove the tag ${key}: ${value}`}
              onClick={() => onRemove(key, value)}
            >
              <X size={12} aria-hidden />
            </button>
          )}
        </span>
      ))}
      {editable && <AddTag onAdd={onAdd} />}
      {!editable && issue.tags.length === 0 && <span className="muted">None</span>}
    </div>
  );
}
