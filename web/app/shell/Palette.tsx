import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import classes from './Palette.module.css';
import { paletteWanted } from './palette';
import { useAppearance, useIssueSearch, useLists, usePages, useProjectActions } from './paletteActions';

const [store, palette] = createSpotlight();

/** Jumps to pages, projects, issues and actions by typing. */
export default function Palette() {
  const [query, setQuery] = useState('');
  const found = useIssueSearch(query);
  const groups = [...found, usePages(), useLists(), ...useProjectActions(), useAppearance()];
  // The palette opens by its own store, which lives outside of React.
  useEffect(() => {
    palette.open();
    return paletteWanted.follow(palette.open);
  }, []);
  return (
    <Spotlight
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      actions={groups}
      highlightQuery
      clearQueryOnClose
      scrollable
      maxHeight={420}
      centered={false}
      yOffset="12vh"
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      classNames={classes}
      attributes={{ content: { 'aria-label': 'Search or jump to' } }}
      nothingFound="Nothing matches"
      searchProps={{ leftSection: <Search size={18} />, placeholder: 'Go to a page, a project, an issue…' }}
    />
  );
}
