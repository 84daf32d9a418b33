import { Select } from '@mantine/core';
import { useState } from 'react';
import { count } from '../../text/number';
import { Section } from '../../ui/Section';
import { BreadcrumbRow, kindLooks } from './BreadcrumbRow';
import classes from './Breadcrumbs.module.css';
import { type CrumbKind, crumbKind, crumbKinds } from './crumbs';
import type { Crumb } from './payload';

const shownAtFirst = 12;
const levelWords: Record<string, string> = {
  fatal: 'Fatal',
  error: 'Error',
  warning: 'Warning',
  info: 'Info',
  debug: 'Debug',
};

interface BreadcrumbsSectionProps {
  crumbs: Crumb[];
  /** When the event happened, in microseconds; distances are told from it. */
  eventTime: number;
}

/** What happened before the event, the last thing first. */
export function BreadcrumbsSection({ crumbs, eventTime }: BreadcrumbsSectionProps) {
  const [kind, setKind] = useState<CrumbKind>();
  const [level, setLevel] = useState<string>();
  const [all, setAll] = useState(false);
  const matching = crumbs
    .filter((c) => (!kind || crumbKind(c) === kind) && (!level || (c.level ?? 'info') === level))
    .toReversed();
  const shown = all ? matching : matching.slice(0, shownAtFirst);
  const kinds = crumbKinds(crumbs);
  const levels = Object.keys(levelWords).filter((l) => crumbs.some((c) => (c.level ?? 'info') === l));
  return (
    <Section
      id="breadcrumbs"
      title="Breadcrumbs"
      note={crumbs.length}
      actions={
        <>
          {kinds.length > 1 && (
            <Select
              aria-label="Type"
              placeholder="All types"
              size="xs"
              w={130}
              clearable
              data={kinds.map((k) => ({ value: k, label: kindLooks[k].word }))}
              value={kind ?? null}
              onChange={(value) => setKind(kinds.find((k) => k === value))}
            />
          )}
          {levels.length > 1 && (
            <Select
              aria-label="Level"
              placeholder="All levels"
              size="xs"
              w={120}
              clearable
              data={levels.map((l) => ({ value: l, label: levelWords[l] ?? l }))}
              value={level ?? null}
              onChange={(value) => setLevel(value ?? undefined)}
            />
          )}
        </>
      }
    >
      <ol className={classes.list}>
        {shown.map((crumb, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: breadcrumbs have no name of their own
          <BreadcrumbRow key={i} crumb={crumb} eventTime={eventTime} />
        ))}
        {matching.length > shown.length && (
          <li className={classes.more}>
            <button type="button" onClick={() => setAll(true)}>
              Show {count(matching.length - shown.length, 'earlier one')}
            </button>
          </li>
        )}
        {matching.length === 0 && <li className={classes.none}>None of this type and level.</li>}
      </ol>
    </Section>
  );
}
