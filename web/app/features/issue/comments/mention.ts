import Mention from '@tiptap/extension-mention';

const pattern = /^@\[([^\]\n]{1,200})\]\(user:([0-9]{1,18})\)/;

/** Somebody who is mentioned: in Markdown "@[Ada](user:3)". */
export const UserMention = Mention.extend({
  markdownTokenName: 'mention',
  markdownTokenizer: {
    name: 'mention',
    level: 'inline',
    start: (source: string) => source.indexOf('@['),
    tokenize: (source: string) => {
      const match = pattern.exec(source);
      return match ? { type: 'mention', raw: match[0], label: match[1], id: match[2] } : undefined;
    },
  },
  parseMarkdown: (token) => ({ type: 'mention', attrs: { id: token.id, label: token.label } }),
  renderMarkdown: (node) => mentionText(Number(node.attrs?.id), String(node.attrs?.label ?? '')),
});

/** A mention as it is stored. */
export function mentionText(user: number, name: string): string {
  return `@[${name.replace(/[\]\n]/g, '').slice(0, 200) || 'somebody'}](user:${user})`;
}
