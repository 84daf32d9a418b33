import { Page } from '../../ui/Page';

export default function ProjectGuidePage() {
  return <Page title="Send your first event">{null}</Page>;
}
