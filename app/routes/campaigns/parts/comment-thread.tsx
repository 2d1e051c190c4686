import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { ShownComment } from "#app/campaigns/showing/talk.server.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { Button } from "#app/ui/button.tsx";
import { Prose } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { cx } from "#app/ui/cx.ts";
import { When } from "#app/ui/deadline.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm, useFormReply } from "#app/ui/reply.tsx";

type Line = Omit<ShownComment, "replies" | "about" | "more">;

/** What somebody said and the answers to it. */
export function CommentThread({
  comment,
  campaignId,
  speaks,
  operator,
  open,
}: {
  comment: ShownComment;
  /** Where the update that it is about is named; null where everything is about the same. */
  campaignId: string | null;
  speaks: boolean;
  operator: boolean;
  open: boolean;
}) {
  const { t } = useTranslation();
  const reply = useFormReply(`reply-${comment.id}`);
  return (
    <li className="grid gap-3 rounded-lg border border-line bg-panel p-4 shadow-panel sm:p-5">
      {campaignId && comment.about && (
        <p className="text-sm">
          <Link to={`/campaigns/${campaignId}/updates#update-${comment.about.id}`} className="link">
            {t("campaigns.showing.comments.aboutUpdate", { n: comment.about.ord, title: comment.about.title })}
          </Link>
        </p>
      )}
      <Said line={comment} operator={operator} />
      {comment.replies.length > 0 && (
        <ol className="grid gap-3 border-l-2 border-line pl-4 sm:ml-5">
          {comment.replies.map((answer) => (
            <li key={answer.id}>
              <Said line={answer} operator={operator} small />
            </li>
          ))}
        </ol>
      )}
      {comment.more && (
        <Link to={`?comment=${comment.id}`} className="text-sm link sm:ml-5">
          {t("campaigns.showing.comments.more")}
        </Link>
      )}
      {speaks && !comment.hidden && (
        <details className="sm:pl-13" open={open || reply !== undefined}>
          <summary className="inline-block py-1 text-sm text-river-700 hover:underline">{t("campaigns.showing.comments.reply")}</summary>
          <PostForm intent={`reply-${comment.id}`} key={comment.replies.at(-1)?.id ?? "first"} preventScrollReset className="mt-2 gap-3">
            <input type="hidden" name="parentId" value={comment.id} />
            <TextField name="text" label={t("campaigns.showing.comments.replyText")} required rows={2} maxLength={2000} />
            <div>
              <Button size="sm">{t("campaigns.showing.comments.reply")}</Button>
            </div>
          </PostForm>
        </details>
      )}
    </li>
  );
}

const tones = { creator: "ok", backer: "info", operator: "warn" } as const;

function Said({ line, operator, small }: { line: Line; operator: boolean; small?: boolean }) {
  const { t } = useTranslation();
  return (
    <article id={`comment-${line.id}`} className="flex scroll-mt-20 gap-3">
      <Avatar name={line.name || "·"} size={small ? "sm" : "md"} />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
          {line.name && <span className="font-medium text-ink">{line.name}</span>}
          {line.badge && <Chip tone={tones[line.badge]}>{t(`campaigns.showing.comments.badge.${line.badge}`)}</Chip>}
          <When at={line.at} />
        </p>
        {line.hidden && <p className="text-sm text-muted italic">{t("campaigns.showing.comments.hidden")}</p>}
        {line.text && <Prose text={line.text} className={cx("break-words", line.hidden && "text-muted line-through")} />}
        {operator && (
          <Form method="post" preventScrollReset>
            <input type="hidden" name="commentId" value={line.id} />
            <button type="submit" name="intent" value={line.hidden ? "show" : "hide"} className="text-sm text-danger-600 hover:underline">
              {t(line.hidden ? "campaigns.showing.comments.show" : "campaigns.showing.comments.hide")}
            </button>
          </Form>
        )}
      </div>
    </article>
  );
}
