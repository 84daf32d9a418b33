import type { Issue } from '../../api/schema';
import type { IssueSearch } from './search';

/** What every tab of the page of an issue gets. */
export interface IssueViewProps {
  /** The id as the address has it: a number or a short id. */
  issueId: string;
  issue: Issue;
  search: IssueSearch;
}
