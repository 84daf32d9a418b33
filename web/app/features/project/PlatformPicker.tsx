import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { PlatformMark } from '../../widgets/PlatformMark';
import { GROUPS, searchGuides } from './guides/catalogue';
import type { Guide } from './guides/types';
import classes from './PlatformPicker.module.css';

interface PlatformPickerProps {
  value: string | null;
  onChange: (guide: Guide) => void;
}

function Tile({ guide, value, onChange }: PlatformPickerProps & { guide: Guide }) {
  return (
    <label className={classes.tile}>
      <input
        type="radio"
        name="platform"
        className="visually-hidden"
        value={guide.id}
        checked={guide.id === value}
        onChange={() => onChange(guide)}
      />
      <PlatformMark platform={guide.id} />
      <span className="truncate">{guide.name}</span>
    </label>
  );
}

/** All runtimes as tiles, in groups; typing narrows them, Enter takes the first. */
export function PlatformPicker({ value, onChange }: PlatformPickerProps) {
  const [text, setText] = useState('');
  const found = searchGuides(text);
  const takeFirst = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (text.trim() !== '' && found[0]) onChange(found[0]);
  };
  return (
    <div>
      <TextInput
        aria-label="Find a language or framework"
        placeholder="Find a language or framework"
        leftSection={<Search size={15} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={takeFirst}
        autoFocus
        maw={360}
      />
      <div role="radiogroup" aria-label="Language or framework">
        {GROUPS.map((group) => {
          const guides = found.filter((guide) => guide.group === group);
          if (guides.length === 0) return null;
          return (
            <div key={group} className={classes.group}>
              <h2 className={classes.title}>{group}</h2>
              <div className={classes.tiles}>
                {guides.map((guide) => (
                  <Tile key={guide.id} guide={guide} value={value} onChange={onChange} />
                ))}
              </div>
            </div>
          );
        })}
      </div>
      {found.length === 0 && (
        <p className={classes.none} role="status">
          Nothing of that name here. Any Sentry SDK works; for everything else choose curl / HTTP.
        </p>
      )}
    </div>
  );
}
