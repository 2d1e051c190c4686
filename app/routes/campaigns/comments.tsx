import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { MessagesSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { hideComment } from "#app/campaigns/showing/hide-comment.server.ts";
import { postComment } from "#app/campaigns/showing/post-comment.server.ts";
import { campaignHead, commentsOf, threadOf, updateHead } from "#app/campaigns/showing/talk.server.ts";
import { CommentForm, commentHref, HideForm } from "#app/campaigns/showing/talk.ts";
import { orNotFound, submitForm } from "#app/http.server.ts";
import { requireViewer, viewerOf } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { CommentThread } from "./parts/comment-thread.tsx";
import { CampaignFrame } from "./parts/frame.tsx";

export const meta = titled<typeof loader>((t, data) => `${t("campaigns.showing.pages.comments")} · ${data.head.title}`);

const idOf = (params: { campaignId?: string }) => orNotFound(z.uuid().safeParse(params.campaignId).data);

const uuidIn = (search: URLSearchParams, name: string) => z.uuid().safeParse(search.get(name)).data ?? null;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request.headers);
  const found = orNotFound(await campaignHead(viewer, idOf(params)));
  const search = new URL(request.url).searchParams;
  const [before, updateId, at] = [uuidIn(search, "before"), uuidIn(search, "update"), uuidIn(search, "comment")];
  const { creatorId, ...head } = found;
  const operator = viewer?.operator ?? false;
  const shown = { head, operator, signedIn: viewer !== null };
  if (at) {
    const thread = orNotFound(await threadOf(found, { operator, part: found.part, at, after: uuidIn(search, "after") }));
    const here = `?comment=${thread.comment.id}`;
    const pages = { previous: thread.isFirst ? null : here, next: thread.next && `${here}&after=${thread.next}` };
    return { ...shown, about: null, comments: [thread.comment], isThread: true, ...pages };
  }
  const about = updateId ? orNotFound(await updateHead(found.id, operator ? "operator" : found.part, updateId)) : null;
  const { comments, next } = await commentsOf(found, { operator, part: found.part, before, updateId });
  const here = about ? `?update=${about.id}` : "?";
  const pages = { previous: before && here, next: next && `${here}${about ? "&" : ""}before=${next}` };
  return { ...shown, about, comments, isThread: false, ...pages };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const id = idOf(params);
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "hide" || intent === "show") {
    const answer = await submitForm(form, HideForm, ({ commentId }) => hideComment(viewer, id, commentId, intent === "hide"));
    return answer.ok ? redirect(`/campaigns/${id}/comments`) : answer.reply;
  }
  const answer = await submitForm(form, CommentForm, async (input) => {
    await limit("comment", viewer);
    return postComment(viewer, id, input);
  });
  if (!answer.ok) return answer.reply;
  // A new comment is the first of the list; an answer is found in its thread.
  const updateId = uuidIn(new URL(request.url).searchParams, "update");
  const list = `/campaigns/${id}/comments${updateId ? `?update=${updateId}` : ""}#comment-${answer.value.id}`;
  return redirect(form.has("parentId") ? commentHref(id, answer.value.id) : list);
}

export default function Comments() {
  const { head, about, comments, isThread, previous, next, operator, signedIn } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const speaks = head.part !== null;
  return (
    <CampaignFrame campaign={head}>
      <div className="grid max-w-4xl gap-6">
        {about && (
          <p className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-sunken px-4 py-3">
            <Link to={`/campaigns/${head.id}/updates#update-${about.id}`} className="link">
              {t("campaigns.showing.comments.aboutUpdate", { n: about.ord, title: about.title })}
            </Link>
            <Link to="?" className="text-sm link">
              {t("campaigns.showing.comments.all")}
            </Link>
          </p>
        )}
        {isThread && (
          <Link to="?" className="text-sm link">
            {t("campaigns.showing.comments.all")}
          </Link>
        )}
        {isThread ? null : speaks ? (
          <Card title={t("campaigns.showing.comments.write")}>
            <PostForm intent="comment" key={comments[0]?.id ?? "first"} preventScrollReset className="gap-3">
              {about && <input type="hidden" name="updateId" value={about.id} />}
              <TextField name="text" label={t("campaigns.showing.comments.text")} required rows={3} maxLength={2000} />
              <div>
                <Button variant="primary">{t("campaigns.showing.comments.post")}</Button>
              </div>
            </PostForm>
          </Card>
        ) : (
          <p className="text-muted">
            {t("campaigns.showing.comments.whoMay")}{" "}
            {!signedIn && (
              <Link to={`/sign-in?to=/campaigns/${head.id}/comments`} className="link">
                {t("ui.nav.signIn")}
              </Link>
            )}
          </p>
        )}
        {comments.length === 0 ? (
          <Card>
            <Empty title={t("campaigns.showing.comments.none")} icon={<MessagesSquare size={28} aria-hidden />} />
          </Card>
        ) : (
          <ol className="grid gap-4" aria-label={t("campaigns.showing.pages.comments")}>
            {comments.map((comment) => (
              <CommentThread
                key={comment.id}
                comment={comment}
                speaks={speaks}
                operator={operator}
                campaignId={about ? null : head.id}
                open={isThread}
              />
            ))}
          </ol>
        )}
        <Pager previous={previous} next={next} />
      </div>
    </CampaignFrame>
  );
}
