import { Check, Minus } from 'lucide-react';
import { LongText } from '../../ui/LongText';
import { Section } from '../../ui/Section';
import { words } from './contexts';
import classes from './Event.module.css';
import type { Component, Grouping } from './payload';

const methods: Record<string, string> = {
  fingerprint: 'The app itself said which events belong together, with a fingerprint.',
  stack: 'Events with the same calls in the code of the app belong together.',
  exception: 'There is no usable stack, so events with the same exception and message belong together.',
  message: 'Events with the same message belong together; numbers, ids and dates in it do not count.',
  security: 'Reports about the same rule and the same source belong together.',
  rule: 'A rule of the project said which events belong together.',
  fallback: 'There was little to tell this event by, so it went with others like it.',
};

function Row({ component }: { component: Component }) {
  const Icon = component.used ? Check : Minus;
  return (
    <li className={classes.component} data-used={component.used || undefined}>
      <Icon size={14} aria-label={component.used ? 'used' : 'left out'} />
      <span className={classes.componentName}>{words(component.name)}</span>
      <div className={classes.componentValue}>
        <code>
          <LongText text={component.value} limit={500} />
        </code>
        {component.from && component.from !== component.value && (
          <p>
            was <code>{component.from.slice(0, 500)}</code>
          </p>
        )}
        {component.note && <p>{component.note}</p>}
      </div>
    </li>
  );
}

/** What was looked at to tell which events belong together. */
export function GroupingReasons({ grouping }: { grouping: Grouping }) {
  return (
    <>
      <p className={classes.sentence}>{methods[grouping.method] ?? `Grouped by ${grouping.method}.`}</p>
      <ul className={classes.components}>
        {grouping.components.map((component, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a component is its place in the hash
          <Row key={i} component={component} />
        ))}
      </ul>
      <p className={classes.hash}>
        Fingerprint <code>{grouping.hash}</code>, rules of version {grouping.version}
      </p>
    </>
  );
}

/** Why the event is in this issue. */
export function GroupingSection({ grouping }: { grouping: Grouping }) {
  return (
    <Section id="grouping" title="Why it is in this issue" closed>
      <GroupingReasons grouping={grouping} />
    </Section>
  );
}
