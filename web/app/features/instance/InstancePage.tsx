import { Page } from '../../ui/Page';

export default function InstancePage() {
  return <Page title="Instance">{null}</Page>;
}
