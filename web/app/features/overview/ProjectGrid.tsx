import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  rectSortingStrategy,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionIcon } from '@mantine/core';
import { GripVertical } from 'lucide-react';
import { useAction } from '../../api/client';
import type { Overview } from '../../api/schema';
import { ProjectCard } from './ProjectCard';
import classes from './ProjectGrid.module.css';

type OverviewProject = Overview['projects'][number];

function Sortable({ project }: { project: OverviewProject }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: project.id });
  return (
    <li
      ref={setNodeRef}
      className={classes.item}
      data-dragging={isDragging || undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <ProjectCard
        project={project}
        handle={
          <ActionIcon
            ref={setActivatorNodeRef}
            variant="subtle"
            color="gray"
            className={classes.handle}
            {...attributes}
            {...listeners}
            aria-label={`Move ${project.name}`}
            title="Move: drag, or press space and use the arrow keys"
          >
            <GripVertical size={15} />
          </ActionIcon>
        }
      />
    </li>
  );
}

interface ProjectGridProps {
  projects: OverviewProject[];
  /** Shows another order at once, before the server has it. */
  onOrder: (projects: OverviewProject[]) => void;
}

/** Projects as cards, in an order that each user makes by dragging. */
export function ProjectGrid({ projects, onOrder }: ProjectGridProps) {
  const save = useAction('orderProjects', { changes: ['getOverview'] });
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const move = ({ active, over }: DragEndEvent) => {
    const from = projects.findIndex((p) => p.id === active.id);
    const to = projects.findIndex((p) => p.id === over?.id);
    if (from < 0 || to < 0 || from === to) return;
    const moved = arrayMove(projects, from, to);
    onOrder(moved);
    save.mutate({ body: { projects: moved.map((p) => p.id) } });
  };
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={move}>
      <SortableContext items={projects.map((p) => p.id)} strategy={rectSortingStrategy}>
        <ul className={classes.grid}>
          {projects.map((project) => (
            <Sortable key={project.id} project={project} />
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}
