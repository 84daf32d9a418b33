import { Download, FileText } from 'lucide-react';
import { apiRoot } from '../../api/client';
import type { EventDetail } from '../../api/schema';
import { bytes } from '../../text/bytes';
import { Section } from '../../ui/Section';
import classes from './Event.module.css';

/** The files that came with an event. */
export function AttachmentsSection({ event }: { event: EventDetail }) {
  return (
    <Section id="attachments" title="Attachments" note={event.attachments.length}>
      <ul className={classes.files}>
        {event.attachments.map((file) => (
          <li key={file.id}>
            <FileText size={16} aria-hidden />
            <a
              href={`${apiRoot}/projects/${event.project_id}/events/${event.id}/attachments/${file.id}`}
              download={file.name}
            >
              {file.name}
            </a>
            <span className="muted">{file.content_type}</span>
            <span className={classes.size}>{bytes(file.bytes)}</span>
            <Download size={14} aria-hidden />
          </li>
        ))}
      </ul>
    </Section>
  );
}
