import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Check, Copy, Link2 } from 'lucide-react';
import { useState } from 'react';
import { copyText } from './clipboard';
import { toast } from './toast';

interface CopyButtonProps {
  /** What to copy, or how to make it. */
  value: string | (() => string);
  /** What it is: "Copy the DSN". */
  label: string;
  /** A button with this text instead of an icon. */
  text?: string;
  size?: number;
  /** It is an address: shown with another icon. */
  link?: boolean;
}

/** Copies a text and says so for a moment. */
export function CopyButton({ value, label, text, size = 26, link = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = await copyText(typeof value === 'function' ? value() : value);
    if (!done) return toast.failure('The browser did not allow copying.');
    setCopied(true);
    setTimeout(() => setCopied(false), 1400);
  };
  const Icon = copied ? Check : link ? Link2 : Copy;
  if (text) {
    return (
      <Button variant="default" onClick={copy} leftSection={<Icon size={14} />} aria-label={label}>
        {copied ? 'Copied' : text}
      </Button>
    );
  }
  return (
    <Tooltip label={copied ? 'Copied' : label}>
      <ActionIcon size={size} onClick={copy} aria-label={copied ? 'Copied' : label} aria-live="polite">
        <Icon size={Math.round(size * 0.54)} />
      </ActionIcon>
    </Tooltip>
  );
}
