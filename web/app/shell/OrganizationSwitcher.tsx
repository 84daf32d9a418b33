import { Menu } from '@mantine/core';
import { Building2, Check } from 'lucide-react';
import { useOrganizations, useSwitchOrganization } from '../widgets/useOrganizations';
import classes from './Rail.module.css';

/** Chooses among the user's organizations, where there are several. */
export function OrganizationSwitcher() {
  const { all, current, several } = useOrganizations();
  const enter = useSwitchOrganization();
  if (!several || !current) return null;
  return (
    <Menu position="right-end" width={240}>
      <Menu.Target>
        <button type="button" className={classes.link} aria-label={`Organization: ${current.name}`}>
          <Building2 size={19} strokeWidth={1.75} aria-hidden />
          <span className={classes.organization} title={current.name}>
            {current.name}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organizations</Menu.Label>
        {all.map((one) => (
          <Menu.Item
            key={one.id}
            rightSection={one.current ? <Check size={14} aria-label="chosen" /> : null}
            onClick={() => {
              if (!one.current) enter(one.id);
            }}
          >
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
