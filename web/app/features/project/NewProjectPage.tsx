import { Page } from '../../ui/Page';

export default function NewProjectPage() {
  return <Page title="New project">{null}</Page>;
}
