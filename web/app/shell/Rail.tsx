import { Link, type LinkProps } from '@tanstack/react-router';
import { FolderKanban, House, Inbox, type LucideIcon, Server, UserRound, Users } from 'lucide-react';
import { paths } from '../paths';
import { Bell } from '../ui/Bell';
import { administers } from '../widgets/roles';
import { useOrganizations } from '../widgets/useOrganizations';
import { useProjectInView } from '../widgets/useProjectInView';
import { useSession } from '../widgets/useSession';
import { OrganizationSwitcher } from './OrganizationSwitcher';
import classes from './Rail.module.css';

interface Entry {
  link: LinkProps;
  icon: LucideIcon;
  label: string;
  /** Only the page itself, none below it. */
  exact?: boolean;
}

function RailLink({ link, icon: Icon, label, exact }: Entry) {
  return (
    <Link {...link} className={classes.link} activeOptions={{ includeSearch: false, exact }}>
      <Icon size={19} strokeWidth={1.75} aria-hidden />
      <span>{label}</span>
    </Link>
  );
}

/** The pages of the app: at the left, or at the bottom of a phone. */
export function Rail() {
  const { user } = useSession();
  const project = useProjectInView();
  const runsServer = useOrganizations().current?.home ?? true;
  return (
    <nav className={classes.rail} aria-label="Pages">
      <Link {...paths.overview()} className={classes.mark} aria-label="Belfry, to the overview">
        <Bell size={26} />
      </Link>
      <RailLink link={paths.overview()} icon={House} label="Overview" exact />
      <RailLink link={paths.issues({ project })} icon={Inbox} label="Issues" />
      <RailLink link={paths.projects()} icon={FolderKanban} label="Projects" />
      <span className={classes.space} />
      <OrganizationSwitcher />
      <RailLink link={paths.members()} icon={Users} label="Members" />
      {administers(user.role) && runsServer && (
        <RailLink link={paths.instance()} icon={Server} label="Instance" />
      )}
      <RailLink link={paths.profile()} icon={UserRound} label="Profile" />
    </nav>
  );
}
