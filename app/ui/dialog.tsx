import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button.tsx";
import { useAfterPost, useFormReply } from "./reply.tsx";
import { useRunning } from "./running.ts";

/**
 * A question or small form over the page. Without JavaScript it is a section that unfolds where its button stands: same words, same
 * form. With `intent` it opens by itself when that form comes back with a complaint, and closes when the act is done.
 */
export function Dialog({
  trigger,
  title,
  intro,
  variant = "secondary",
  size = "md",
  icon,
  intent,
  children,
}: {
  trigger: ReactNode;
  title: ReactNode;
  intro?: ReactNode;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  intent?: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const running = useRunning();
  const reply = useFormReply(intent ?? " ");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (reply) setOpen(true);
  }, [reply]);
  const sent = useAfterPost(reply, () => setOpen(false));
  const look = `${buttonClass({ variant, size })} justify-self-start`;

  if (!running) {
    return (
      <details className="group max-w-full open:basis-full" open={reply !== undefined}>
        <summary className={look}>
          {icon}
          {trigger}
        </summary>
        <div className="mt-3 grid grid-cols-1 gap-4 rounded-lg border border-edge bg-panel p-4 text-left sm:p-5">
          <h2 className="text-lg">{title}</h2>
          {intro && <div className="text-muted">{intro}</div>}
          {children}
        </div>
      </details>
    );
  }
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger className={look}>
        {icon}
        {trigger}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-ink/45" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 bottom-0 z-50 mx-auto grid grid-cols-1 max-h-[92dvh] w-full max-w-lg animate-rise content-start gap-4 overflow-y-auto rounded-t-xl bg-panel p-5 shadow-float sm:inset-y-0 sm:my-auto sm:h-fit sm:rounded-xl sm:p-6"
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-xl">{title}</Radix.Title>
            <Radix.Close aria-label={t("ui.dialog.close")} className="-m-2 rounded-md p-2 text-muted hover:bg-sunken hover:text-ink">
              <X size={20} aria-hidden />
            </Radix.Close>
          </div>
          {intro && <div className="text-muted">{intro}</div>}
          <div onSubmit={sent}>{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
