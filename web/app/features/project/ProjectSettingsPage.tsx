import { Page } from '../../ui/Page';

export default function ProjectSettingsPage() {
  return <Page title="Project settings">{null}</Page>;
}
