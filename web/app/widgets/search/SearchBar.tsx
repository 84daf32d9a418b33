import { CloseButton } from '@mantine/core';
import { Search } from 'lucide-react';
import { useId } from 'react';
import { Keys } from '../../ui/Keys';
import { type SearchProblem, split } from './problem';
import classes from './SearchBar.module.css';
import { SuggestionList } from './SuggestionList';
import { headingOf } from './suggestions';
import { useSearchDraft } from './useSearchDraft';
import type { SearchIn } from './useSuggestions';

interface SearchBarProps {
  label: string;
  placeholder: string;
  /** Whose keys and values are suggested. */
  of: SearchIn;
  project: number | undefined;
  /** The search in force. */
  value: string;
  /** What the server says is wrong with it. */
  problem?: SearchProblem;
  onSearch: (search: string) => void;
}

/** A field for searches that completes keys and values and shows where a search is wrong. Enter searches. */
export function SearchBar({ label, placeholder, of, project, value, problem, onSearch }: SearchBarProps) {
  const id = useId();
  const bar = useSearchDraft(of, project, value, onSearch);
  const { text, open, items, active } = bar;
  const wrong = problem && text === value ? problem : undefined;
  const [before, inside, after] = wrong ? split(text, wrong) : [text, '', ''];
  return (
    <div>
      <div className={classes.bar} data-wrong={wrong ? true : undefined}>
        <Search size={15} className={classes.icon} aria-hidden />
        <div className={classes.field}>
          <div className={classes.mirror} ref={bar.mirror} aria-hidden>
            {before}
            <mark>{inside}</mark>
            {after}
          </div>
          <input
            ref={bar.input}
            className={classes.input}
            role="combobox"
            aria-label={label}
            aria-expanded={open}
            aria-controls={open ? `${id}-list` : undefined}
            aria-activedescendant={open && active >= 0 ? `${id}-list-${active}` : undefined}
            aria-autocomplete="list"
            aria-invalid={wrong ? true : undefined}
            aria-describedby={wrong ? `${id}-problem` : undefined}
            placeholder={placeholder}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            maxLength={500}
            value={text}
            onChange={(e) => bar.type(e.currentTarget.value, e.currentTarget.selectionStart ?? 0)}
            onSelect={(e) => bar.moveTo(e.currentTarget.selectionStart ?? 0)}
            onScroll={bar.follow}
            onFocus={bar.show}
            onClick={bar.show}
            onBlur={bar.hide}
            onKeyDown={bar.press}
          />
        </div>
        {text !== value && <span className={classes.hint}>Enter to search</span>}
        {text ? <CloseButton size="sm" aria-label="Clear" onClick={bar.clear} /> : <Keys keys="/" />}
        {open && (
          <SuggestionList
            id={`${id}-list`}
            heading={headingOf(bar.spot)}
            items={items}
            active={active}
            onPick={bar.pick}
          />
        )}
      </div>
      {wrong && (
        <p className={classes.problem} id={`${id}-problem`} role="alert">
          {wrong.message}
        </p>
      )}
    </div>
  );
}
