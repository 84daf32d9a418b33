import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { Card } from '../../ui/Card';

const choices = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'Like the system' },
];

/** Light or dark, kept in this browser. */
export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Card title="Appearance" text="Kept in this browser.">
      <SegmentedControl
        aria-label="Theme"
        data={choices}
        value={colorScheme}
        onChange={(value) => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}
      />
    </Card>
  );
}
