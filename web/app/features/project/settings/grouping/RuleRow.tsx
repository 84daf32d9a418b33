import { ActionIcon, Autocomplete, Button, NativeSelect, TagsInput, TextInput, Tooltip } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2, X } from 'lucide-react';
import classes from './Grouping.module.css';
import { type Condition, type Draft, emptyCondition } from './rules';

interface ConditionRowProps {
  condition: Condition;
  fields: string[];
  onChange: (condition: Condition) => void;
  onRemove?: () => void;
}

function ConditionRow({ condition, fields, onChange, onRemove }: ConditionRowProps) {
  return (
    <div className={classes.condition}>
      <Autocomplete
        aria-label="What to look at"
        placeholder="type, tags.customer"
        data={fields}
        value={condition.field}
        onChange={(field) => onChange({ ...condition, field })}
      />
      <NativeSelect
        aria-label="Comparison"
        data={[
          { value: 'is', label: 'is' },
          { value: 'not', label: 'is not' },
        ]}
        value={condition.not ? 'not' : 'is'}
        onChange={(e) => onChange({ ...condition, not: e.currentTarget.value === 'not' || undefined })}
      />
      <TextInput
        aria-label="Pattern"
        placeholder="*Timeout*"
        maxLength={200}
        value={condition.pattern}
        onChange={(e) => onChange({ ...condition, pattern: e.currentTarget.value })}
      />
      {onRemove ? (
        <ActionIcon variant="subtle" color="gray" aria-label="Remove the condition" onClick={onRemove}>
          <X size={15} />
        </ActionIcon>
      ) : (
        <span />
      )}
    </div>
  );
}

interface RuleRowProps {
  rule: Draft;
  place: number;
  last: boolean;
  fields: string[];
  onChange: (rule: Draft) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

/** A rule of the form: when it applies, and what the fingerprint is then. */
export function RuleRow({ rule, place, last, fields, onChange, onMove, onRemove }: RuleRowProps) {
  const setConditions = (conditions: Condition[]) => onChange({ ...rule, if: conditions });
  return (
    <li className={classes.rule} aria-label={`Rule ${place + 1}`}>
      <header className={classes.ruleHead}>
        <b>{place + 1}. When all of this holds</b>
        <span>
          <Tooltip label="Earlier: the first rule that applies decides">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Move up"
              disabled={place === 0}
              onClick={() => onMove(-1)}
            >
              <ArrowUp size={15} />
            </ActionIcon>
          </Tooltip>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Move down"
            disabled={last}
            onClick={() => onMove(1)}
          >
            <ArrowDown size={15} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label="Delete the rule" onClick={onRemove}>
            <Trash2 size={15} />
          </ActionIcon>
        </span>
      </header>
      {rule.if.map((condition, n) => (
        <ConditionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other identity and keep their place
          key={n}
          condition={condition}
          fields={fields}
          onChange={(changed) => setConditions(rule.if.with(n, changed))}
          onRemove={rule.if.length > 1 ? () => setConditions(rule.if.toSpliced(n, 1)) : undefined}
        />
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<Plus size={14} />}
        disabled={rule.if.length >= 10}
        onClick={() => setConditions([...rule.if, emptyCondition()])}
      >
        Condition
      </Button>
      <TagsInput
        label="The fingerprint is"
        description="Texts, and variables: {{ default }} is what it would be otherwise, {{ transaction }}, {{ tags.customer }}, {{ type }}, {{ function }}, …"
        value={rule.fingerprint}
        onChange={(fingerprint) => onChange({ ...rule, fingerprint })}
        splitChars={[',']}
        maxTags={32}
        allowDuplicates
      />
    </li>
  );
}
