import { Page } from '../../ui/Page';

export default function IssuesPage() {
  return <Page title="Issues">{null}</Page>;
}
