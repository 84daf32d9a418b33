import { useParams, useSearch } from '@tanstack/react-router';
import { id } from '../ui/search';

/** The project that the address is about: ?project=3, or /projects/3/…. */
export function useProjectInView(): number | undefined {
  const search: { project?: unknown } = useSearch({ strict: false });
  const params: { projectId?: string } = useParams({ strict: false });
  return id(params.projectId ?? search.project);
}
