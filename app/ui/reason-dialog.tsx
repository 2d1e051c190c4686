import type { ReactNode } from "react";
import type { ButtonSize, ButtonVariant } from "./button.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { TextField } from "./field.tsx";
import { PostForm } from "./reply.tsx";

type Props = {
  intent: string;
  trigger: string;
  title?: string;
  intro?: ReactNode;
  /** What the reason is called, and what helps to write it. */
  label: string;
  hint?: string;
  least?: number;
  most: number;
  variant: ButtonVariant;
  size?: ButtonSize;
  /** The look of the button that opens it, where it differs from the one that decides. */
  quiet?: ButtonVariant;
  hidden?: Record<string, string>;
  note?: ReactNode;
};

/** An act that is done with a reason: a question over the page, the reason, and the button that does it. */
export function ReasonDialog({
  intent,
  trigger,
  title = trigger,
  intro,
  label,
  hint,
  least,
  most,
  variant,
  size,
  quiet,
  hidden,
  note,
}: Props) {
  return (
    <Dialog {...{ trigger, title, intro, intent }} variant={quiet ?? variant} {...(size ? { size } : {})}>
      <PostForm intent={intent}>
        {Object.entries(hidden ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TextField name="reason" label={label} hint={hint} rows={4} required minLength={least} maxLength={most} />
        {note}
        <div>
          <Button variant={variant}>{trigger}</Button>
        </div>
      </PostForm>
    </Dialog>
  );
}
