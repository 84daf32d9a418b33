import type { SearchProblem } from '../../../widgets/search/problem';
import { ColumnsMenu } from './ColumnsMenu';
import { ExportMenu } from './ExportMenu';
import classes from './InboxToolbar.module.css';
import { IssueSearchBar } from './IssueSearchBar';
import { RangeMenu } from './RangeMenu';
import { SortMenu } from './SortMenu';
import { StatusTabs } from './StatusTabs';
import type { InboxSearch } from './search';

interface InboxToolbarProps {
  search: InboxSearch;
  /** What is wrong with the search. */
  problem: SearchProblem | undefined;
}

/** Which issues, in which order, and how much of each. */
export function InboxToolbar({ search, problem }: InboxToolbarProps) {
  return (
    <div className={classes.toolbar}>
      <IssueSearchBar search={search} problem={problem} />
      <div className={classes.second}>
        <StatusTabs search={search} />
        <div className={classes.choices}>
          <RangeMenu search={search} />
          <SortMenu search={search} />
          <ColumnsMenu search={search} />
          <ExportMenu search={search} />
        </div>
      </div>
    </div>
  );
}
