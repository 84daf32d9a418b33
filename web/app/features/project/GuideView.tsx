import classes from './GuideView.module.css';
import { connectionNotes } from './guides/connection';
import type { Connection, Guide, Section } from './guides/types';
import { SnippetBlock } from './SnippetBlock';

function Body({ section }: { section: Section }) {
  return (
    <>
      {section.text && <p className="muted">{section.text}</p>}
      {section.snippets.map((snippet) => (
        <SnippetBlock key={`${snippet.file}\n${snippet.code}`} snippet={snippet} />
      ))}
    </>
  );
}

function Step({ section, number }: { section: Section; number: number }) {
  return (
    <section className={classes.step}>
      <h2>
        <span className={classes.number}>{number}</span>
        {section.title}
      </h2>
      <Body section={section} />
    </section>
  );
}

function Fold({ section }: { section: Section }) {
  return (
    <details className={classes.fold}>
      <summary>{section.title}</summary>
      <div className={classes.step}>
        <Body section={section} />
      </div>
    </details>
  );
}

/** The steps of a guide with the real key in its snippets; what is optional is folded. */
export function GuideView({ guide, connection }: { guide: Guide; connection: Connection }) {
  const sections = guide.sections(connection);
  const isStep = (section: Section) => ['install', 'configure', 'verify'].includes(section.id);
  const warnings = connectionNotes(connection);
  return (
    <div className={classes.guide}>
      {warnings.map((text) => (
        <p key={text} className={classes.warning}>
          {text}
        </p>
      ))}
      {sections.filter(isStep).map((section, i) => (
        <Step key={section.title} section={section} number={i + 1} />
      ))}
      {sections
        .filter((section) => !isStep(section))
        .map((section) => (
          <Fold key={section.title} section={section} />
        ))}
      <section className={classes.notes} aria-label="Good to know">
        <h2>Good to know</h2>
        <ul>
          {guide.notes(connection).map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
