import { Button, Menu } from '@mantine/core';
import { AlarmClock, CalendarClock, Hash } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Issue } from '../../../api/schema';
import { full } from '../../../text/number';
import { toast } from '../../../ui/toast';
import { snoozeChoices } from '../inbox/bulk';
import { useEditIssue } from './useEditIssue';

const amounts = [10, 100, 1000];

const CustomTime = lazy(() => import('./CustomTime'));

/** Ignores the issue for a while, or until it happened so many more times. */
export function SnoozeMenu({ issue }: { issue: Issue }) {
  const { edit } = useEditIssue(issue);
  const [custom, setCustom] = useState(false);
  const snooze = async (how: { until?: string; events?: number }) => {
    setCustom(false);
    const undo = () => void edit({ status: issue.status });
    if (await edit({ snooze: how }))
      toast.success(`${issue.short_id} snoozed.`, { label: 'Undo', onClick: undo });
  };
  const until = (at: Date) => void snooze({ until: at.toISOString() });
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="default" leftSection={<AlarmClock size={15} />}>
            Snooze
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {snoozeChoices(new Date()).map((choice) => (
            <Menu.Item
              key={choice.label}
              leftSection={<AlarmClock size={14} />}
              onClick={() => until(choice.until)}
            >
              {choice.label}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<CalendarClock size={14} />} onClick={() => setCustom(true)}>
            Until another time…
          </Menu.Item>
          <Menu.Divider />
          {amounts.map((events) => (
            <Menu.Item key={events} leftSection={<Hash size={14} />} onClick={() => void snooze({ events })}>
              Until {full(events)} more events
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {custom && <CustomTime onClose={() => setCustom(false)} onPick={until} />}
      </Suspense>
    </>
  );
}
