import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Keys } from '../ui/Keys';
import { sheetWanted } from './palette';
import classes from './ShortcutSheet.module.css';

const groups: [title: string, rows: [keys: string, what: string][]][] = [
  [
    'Everywhere',
    [
      ['Ctrl K', 'Search or jump to'],
      ['g i', 'Go to issues'],
      ['g p', 'Go to projects'],
      ['?', 'This sheet'],
    ],
  ],
  [
    'List of issues',
    [
      ['/', 'Search'],
      ['j', 'Next issue'],
      ['k', 'Issue before'],
      ['Enter', 'Open; o does, too'],
      ['x', 'Select'],
      ['Shift x', 'Select up to here'],
      ['e', 'Resolve or reopen'],
      ['i', 'Ignore or reopen'],
      ['a', 'Assign'],
      ['.', 'Show new issues'],
      ['Esc', 'Clear the selection'],
    ],
  ],
  [
    'Issue',
    [
      ['e', 'Resolve or reopen'],
      ['i', 'Ignore or reopen'],
      ['y', 'Archive or reopen'],
      ['[', 'Event before'],
      [']', 'Next event'],
      ['Esc', 'Back to the list'],
    ],
  ],
];

/** All keys of the app on one sheet. */
export default function ShortcutSheet() {
  const [opened, setOpened] = useState(true);
  // Asked for again while this is mounted but closed.
  useEffect(() => sheetWanted.follow(() => setOpened(true)), []);
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title="Keyboard shortcuts" size="lg">
      <div className={classes.groups}>
        {groups.map(([title, rows]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className={classes.rows}>
              {rows.map(([keys, what]) => (
                <div key={keys} className={classes.row}>
                  <dt>{what}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
