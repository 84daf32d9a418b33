import { useNavigate } from '@tanstack/react-router';
import { present } from '../../../ui/search';
import { type SearchProblem, shifted } from '../../../widgets/search/problem';
import { SearchBar } from '../../../widgets/search/SearchBar';
import { type InboxSearch, queryOffset } from './search';

interface IssueSearchBarProps {
  search: InboxSearch;
  problem: SearchProblem | undefined;
}

/** The search of the inbox; the address holds what is in force. */
export function IssueSearchBar({ search, problem }: IssueSearchBarProps) {
  const navigate = useNavigate();
  return (
    <SearchBar
      label="Search issues"
      placeholder="Search by text, or by key: level:fatal release:1.2.* assigned:me"
      of="issues"
      project={search.project}
      value={search.query ?? ''}
      problem={shifted(problem, queryOffset(search))}
      onSearch={(query) =>
        void navigate({
          to: '/issues',
          search: present({ ...search, query: query || undefined }),
          resetScroll: false,
        })
      }
    />
  );
}
