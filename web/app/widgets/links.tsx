import {
  ActionIcon,
  type ActionIconProps,
  Button,
  type ButtonProps,
  MenuItem,
  type MenuItemProps,
} from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

type Anchor<P> = P & Omit<ComponentProps<'a'>, keyof P>;

/** A button that leads to a page. */
export const ButtonLink = createLink((props: Anchor<ButtonProps>) => <Button component="a" {...props} />);

/** A round icon that leads to a page. */
export const IconLink = createLink((props: Anchor<ActionIconProps>) => (
  <ActionIcon component="a" {...props} />
));

/** A line of a menu that leads to a page. */
export const MenuLink = createLink((props: Anchor<MenuItemProps>) => <MenuItem component="a" {...props} />);
