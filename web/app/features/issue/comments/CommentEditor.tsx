import '@mantine/tiptap/styles.css';
import { Button, Group } from '@mantine/core';
import { RichTextEditor } from '@mantine/tiptap';
import { Placeholder } from '@tiptap/extension-placeholder';
import { Markdown } from '@tiptap/markdown';
import { type Editor, useEditor, useEditorState } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { useState } from 'react';
import { PersonMark } from '../../../widgets/PersonMark';
import type { PersonToAssign } from '../inbox/people';
import classes from './Comments.module.css';
import { UserMention } from './mention';
import { useMentionList } from './useMentionList';

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;
const longest = 20_000;

interface CommentEditorProps {
  label: string;
  placeholder: string;
  verb: string;
  people: PersonToAssign[];
  /** What is there already, Markdown. */
  initial?: string;
  autoFocus?: boolean;
  /** Stores the Markdown; false when that failed. */
  onSave: (markdown: string) => Promise<boolean>;
  onCancel?: () => void;
}

function Tools({ editor }: { editor: Editor | null }) {
  return (
    <RichTextEditor.Toolbar>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Bold />
        <RichTextEditor.Italic />
        <RichTextEditor.Strikethrough />
        <RichTextEditor.Code />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.BulletList />
        <RichTextEditor.OrderedList />
        <RichTextEditor.Blockquote />
        <RichTextEditor.CodeBlock />
        <RichTextEditor.Link />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Control
          aria-label="Mention somebody"
          title="Mention somebody"
          onClick={() => editor?.chain().focus().insertContent('@').run()}
        >
          @
        </RichTextEditor.Control>
      </RichTextEditor.ControlsGroup>
    </RichTextEditor.Toolbar>
  );
}

function MentionList({ open }: { open: NonNullable<ReturnType<typeof useMentionList>['open']> }) {
  if (open.people.length === 0) return null;
  return (
    <div className={classes.mentions} role="listbox" aria-label="People" style={open.at}>
      {open.people.map((person, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the editor keeps the focus
        // biome-ignore lint/a11y/useKeyWithClickEvents: the editor takes the keys
        <div
          key={person.id}
          role="option"
          aria-selected={i === open.active}
          className={classes.person}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => open.pick(person)}
        >
          <PersonMark name={person.name || person.email} /> {person.name || person.email}
        </div>
      ))}
    </div>
  );
}

/** A field for a comment; Ctrl+Enter stores it. */
export default function CommentEditor(props: CommentEditorProps) {
  const { label, placeholder, verb, people, initial = '', autoFocus, onSave, onCancel } = props;
  const [busy, setBusy] = useState(false);
  const { open, suggestion } = useMentionList(people);
  const editor = useEditor({
    injectNonce: nonce,
    autofocus: autoFocus ? 'end' : false,
    content: initial,
    contentType: 'markdown',
    shouldRerenderOnTransaction: false,
    extensions: [
      StarterKit.configure({
        underline: false,
        heading: { levels: [1, 2, 3] },
        link: { openOnClick: false },
      }),
      Placeholder.configure({ placeholder }),
      Markdown,
      UserMention.configure({ suggestion }),
    ],
    editorProps: { attributes: { 'aria-label': label, role: 'textbox', 'aria-multiline': 'true' } },
  });
  const length = useEditorState({
    editor,
    selector: ({ editor: e }) => (e?.isEmpty ? 0 : (e?.getMarkdown().length ?? 0)),
  });
  const save = async () => {
    if (!editor || busy || editor.isEmpty) return;
    setBusy(true);
    const stored = await onSave(editor.getMarkdown().trim());
    setBusy(false);
    if (stored) editor.commands.clearContent();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the field inside
    <div
      className={classes.editor}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
        if (event.key === 'Escape' && !open) onCancel?.();
        event.stopPropagation();
      }}
    >
      <RichTextEditor editor={editor} variant="subtle">
        <Tools editor={editor} />
        <RichTextEditor.Content />
      </RichTextEditor>
      {open && <MentionList open={open} />}
      <Group justify="flex-end" gap="xs" mt="xs">
        {(length ?? 0) > longest - 1000 && (
          <span className="muted">{longest - (length ?? 0)} characters left</span>
        )}
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button onClick={() => void save()} loading={busy} disabled={!length || length > longest}>
          {verb}
        </Button>
      </Group>
    </div>
  );
}
