import { Alert, Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useAction } from '../../api/client';
import { fieldErrors, toUserMessage } from '../../api/errors';
import { paths } from '../../paths';
import { Page } from '../../ui/Page';
import { useProjects } from '../../widgets/useProjects';
import { suggestedName } from './guides/catalogue';
import type { Guide } from './guides/types';
import classes from './NewProjectPage.module.css';
import { PlatformPicker } from './PlatformPicker';

/** Makes a project: what is watched, and its name; the guide with the DSN comes next. */
export default function NewProjectPage() {
  const navigate = useNavigate();
  const { data: projects } = useProjects();
  const [guide, setGuide] = useState<Guide | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const create = useAction('createProject', {
    inline: true,
    changes: ['listProjects'],
    onSuccess: (project) => navigate(paths.projectGuide(project.id)),
  });

  const name = typed ?? (guide ? suggestedName(guide) : '');
  const isFirst = projects?.items.length === 0;
  const errors = fieldErrors(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (guide) create.mutate({ body: { name: name.trim(), platform: guide.id } });
  };
  return (
    <Page
      title="What do you want to watch?"
      tabTitle="New project"
      lead={
        isFirst
          ? 'Choose what your program is written in. The next page has the lines to paste, with your key in them.'
          : 'A project is one product or server group that a team owns.'
      }
      narrow
    >
      <form onSubmit={submit}>
        <PlatformPicker value={guide?.id ?? null} onChange={setGuide} />
        <div className={classes.bar}>
          <TextInput
            label="Project name"
            className={classes.name}
            value={name}
            onChange={(event) => setTyped(event.currentTarget.value)}
            placeholder={guide ? undefined : 'Choose a tile first'}
            error={errors.name}
            maxLength={80}
            autoComplete="off"
          />
          <Button type="submit" size="sm" disabled={!guide || name.trim() === ''} loading={create.isPending}>
            Create project
          </Button>
        </div>
        {create.error && !errors.name && (
          <Alert color="red" role="alert" mt="sm">
            {toUserMessage(create.error)}
          </Alert>
        )}
      </form>
    </Page>
  );
}
