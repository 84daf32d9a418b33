import { Page } from '../../ui/Page';

export default function IssuePage() {
  return <Page title="Issue">{null}</Page>;
}
