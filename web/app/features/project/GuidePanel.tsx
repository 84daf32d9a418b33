import { Alert, Select, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { q } from '../../api/client';
import type { Project, ProjectKey } from '../../api/schema';
import { CopyButton } from '../../ui/CopyButton';
import { Failure } from '../../ui/Failure';
import { FirstEvent } from './FirstEvent';
import classes from './GuidePanel.module.css';
import { GuideView } from './GuideView';
import { GUIDES, guideFor } from './guides/catalogue';
import { parseDsn } from './guides/connection';
import type { Guide } from './guides/types';
import { TroubleList } from './TroubleList';

const guideOptions = GUIDES.map((guide) => ({ value: guide.id, label: guide.name }));

function Choice({
  guide,
  onGuide,
  keys,
  chosen,
  onKey,
}: {
  guide: Guide;
  onGuide: (id: string) => void;
  keys: ProjectKey[];
  chosen: ProjectKey;
  onKey: (id: number) => void;
}) {
  return (
    <div className={classes.choice}>
      <Select
        label="Language or framework"
        data={guideOptions}
        value={guide.id}
        onChange={(id) => id && onGuide(id)}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
      />
      {keys.length > 1 && (
        <Select
          label="Key"
          data={keys.map((key) => ({
            value: String(key.id),
            label: key.enabled ? key.name : `${key.name} (off)`,
          }))}
          value={String(chosen.id)}
          onChange={(id) => id && onKey(Number(id))}
          allowDeselect={false}
        />
      )}
    </div>
  );
}

function Dsn({ dsn }: { dsn: string }) {
  return (
    <div className={classes.dsn}>
      <span className={classes.label}>DSN</span>
      <code>{dsn}</code>
      <CopyButton value={dsn} label="Copy the DSN" />
    </div>
  );
}

/** The guide of a project: choose a runtime and a key, copy, and see the first event come in. */
export function GuidePanel({ project }: { project: Project }) {
  const keys = useQuery(q('listKeys', { path: { project_id: project.id } }));
  const [guideId, setGuideId] = useState(project.platform);
  const [keyId, setKeyId] = useState<number>();
  if (keys.isPending) return <Skeleton height={420} />;
  if (keys.error) {
    return (
      <Failure title="The keys could not be loaded" error={keys.error} onRetry={() => void keys.refetch()} />
    );
  }

  const all = keys.data.items;
  const chosen = all.find((key) => key.id === keyId) ?? all.find((key) => key.enabled) ?? all[0];
  const connection = chosen && parseDsn(chosen.dsn);
  if (!connection)
    return <Alert color="yellow">This project has no key yet. Create one in its settings first.</Alert>;
  const guide = guideFor(guideId);
  return (
    <div className={classes.panel}>
      <div className={classes.main}>
        <Choice guide={guide} onGuide={setGuideId} keys={all} chosen={chosen} onKey={setKeyId} />
        {!chosen.enabled && <Alert color="yellow">This key is off: Belfry refuses what comes with it.</Alert>}
        <Dsn dsn={chosen.dsn} />
        <GuideView guide={guide} connection={connection} />
      </div>
      <aside className={classes.side} aria-label="Try it out">
        <FirstEvent key={project.id} project={project} />
        <TroubleList connection={connection} />
      </aside>
    </div>
  );
}
