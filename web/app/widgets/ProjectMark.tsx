import type { CSSProperties } from 'react';
import type { Project } from '../api/schema';
import { PlatformMark } from './PlatformMark';
import classes from './ProjectMark.module.css';
import { projectColors, projectIcons } from './projectLooks';

interface ProjectMarkProps {
  project: Pick<Project, 'platform' | 'icon' | 'color'>;
  large?: boolean;
}

/** The sign of a project: its own, or that of its platform. */
export function ProjectMark({ project, large }: ProjectMarkProps) {
  const Icon = projectIcons[project.icon];
  const color = projectColors[project.color];
  if (!Icon && !color) return <PlatformMark platform={project.platform} />;
  return (
    <span
      className={classes.mark}
      data-large={large || undefined}
      style={color ? ({ '--mark': color } as CSSProperties) : undefined}
      aria-hidden
    >
      {Icon ? <Icon size={large ? 17 : 13} strokeWidth={2} /> : <PlatformMark platform={project.platform} />}
    </span>
  );
}
