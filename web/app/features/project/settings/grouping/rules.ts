import type { Answer } from '../../../../api/client';

export type Grouping = Answer<'getGrouping'>;
export type Rule = NonNullable<Grouping['rules']>[number];
export type Condition = Rule['if'][number];
export type DryRun = Answer<'tryGrouping'>;

/** A rule of the form: it has an identity that survives moving. */
export interface Draft extends Rule {
  key: string;
}

/** How many of the newest events a dry run looks at. */
export const triedEvents = 2000;

let drafts = 0;
const nextKey = () => `rule-${++drafts}`;

export const emptyCondition = (): Condition => ({ field: 'type', pattern: '' });

export const emptyRule = (): Draft => ({
  key: nextKey(),
  if: [emptyCondition()],
  fingerprint: ['{{ default }}'],
});

export const toDrafts = (rules: readonly Rule[]): Draft[] =>
  rules.map((rule) => ({ ...rule, key: nextKey() }));

/** The rules as the server takes them. */
export const toRules = (drafts: readonly Draft[]): Rule[] =>
  drafts.map(({ if: conditions, fingerprint }) => ({ if: conditions, fingerprint }));

/** The list with the entry at one place moved to another. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}

const effects: Record<DryRun['groups'][number]['effect'], string> = {
  join: 'come together',
  split: 'are split off',
  move: 'move',
};

/** What would happen to some events, as a sentence. */
export function effectSentence({ effect, to, from }: DryRun['groups'][number]): string {
  const names = from.map((f) => f.issue?.short_id ?? 'a deleted issue');
  const shown =
    names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  return `Events of ${shown} ${effects[effect]} ${effect === 'join' ? 'in' : 'to'} ${to?.short_id ?? 'a new issue'}`;
}

/** Whether a rule can be saved as it is. */
export const isComplete = ({ if: conditions, fingerprint }: Rule): boolean =>
  conditions.length > 0 && conditions.every((c) => c.field && c.pattern) && fingerprint.length > 0;
