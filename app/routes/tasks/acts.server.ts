import { data, redirect } from "@remix-run/node";
import { z } from "zod";
import { receiveForm } from "#app/files/receive.server.ts";
import { type FormReply, whole } from "#app/form.ts";
import { orNotFound, refuse, submitForm } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";
import { acceptAward } from "#app/tasks/award/accept-award.server.ts";
import { awardBid } from "#app/tasks/award/award-bid.server.ts";
import { declineAward } from "#app/tasks/award/decline-award.server.ts";
import { dropBid } from "#app/tasks/award/drop-bid.server.ts";
import { offerRest } from "#app/tasks/award/offer-rest.server.ts";
import { scoreBids } from "#app/tasks/award/score-bids.server.ts";
import { AskFixForm, AwardForm, BidForm, DropForm, FixForm, JudgeForm, RoomForm, ScoresForm } from "#app/tasks/bid.ts";
import { reconfirmBid } from "#app/tasks/bidding/reconfirm-bid.server.ts";
import { submitBid } from "#app/tasks/bidding/submit-bid.server.ts";
import { withdrawBid } from "#app/tasks/bidding/withdraw-bid.server.ts";
import { cancelTask } from "#app/tasks/posting/cancel-task.server.ts";
import { askFix } from "#app/tasks/qualifying/ask-fix.server.ts";
import { endQualifying } from "#app/tasks/qualifying/end-qualifying.server.ts";
import { fixBid } from "#app/tasks/qualifying/fix-bid.server.ts";
import { judgeBid } from "#app/tasks/qualifying/judge-bid.server.ts";
import { scheduleRoom } from "#app/tasks/qualifying/schedule-room.server.ts";
import { ownBid } from "#app/tasks/queries.server.ts";
import { NoFields, OptionalReasonForm, ReasonForm } from "#app/tasks/task.ts";
import { taskIdOf } from "./parts/read.server.ts";

type Context = { viewer: Viewer; taskId: string; here: string };
/** One form of the task's pages: how it is read, what it does, and the address of the page that comes after. */
type Act = { schema: (form: FormData) => z.ZodType; run: (context: Context, input: never) => Promise<string> };

const act = <S extends z.ZodType>(
  schema: S | ((form: FormData) => S),
  run: (context: Context, input: z.output<S>) => Promise<string>,
): Act => ({
  schema: typeof schema === "function" ? schema : () => schema,
  run: run as Act["run"],
});

const own = async ({ viewer, taskId }: Context) => orNotFound(await ownBid(viewer, taskId));
const offer = async (context: Context) => orNotFound((await own(context)).award);
/** A typed moment is Beijing time. */
const fromBeijing = (text: string) => new Date(`${text}:00+08:00`);
/** A plan may have as many rows as were sent, one to five; whether that fits the task is the verb's question. */
const bidSchema = (form: FormData) => BidForm(Math.max(1, [...form.keys()].filter((name) => /^stages\[\d\]\.amount$/.test(name)).length));

const acts: Record<string, Act> = {
  cancel: act(ReasonForm, async ({ viewer, taskId }, { reason }) => {
    await cancelTask(viewer, taskId, reason);
    return `/tasks/${taskId}?done=cancelled`;
  }),
  offerRest: act(NoFields, async ({ viewer, taskId }) => {
    await offerRest(viewer, taskId);
    return `/tasks/${taskId}?done=restOffered`;
  }),
  bid: act(bidSchema, async ({ viewer, taskId, here }, bid) => {
    await submitBid(viewer, taskId, bid);
    return `${here}?done=sent`;
  }),
  reconfirm: act(z.strictObject({ taskVersion: whole(1, 1_000_000) }), async (context, { taskVersion }) => {
    await reconfirmBid(context.viewer, (await own(context)).id, taskVersion);
    return `${context.here}?done=reconfirmed`;
  }),
  fix: act(FixForm, async (context, fix) => {
    await fixBid(context.viewer, (await own(context)).id, fix);
    return `/tasks/${context.taskId}`;
  }),
  withdraw: act(NoFields, async (context) => {
    await withdrawBid(context.viewer, (await own(context)).id);
    return `/tasks/${context.taskId}?done=withdrawn`;
  }),
  judge: act(JudgeForm, async ({ viewer, here }, judgement) => {
    await judgeBid(viewer, judgement);
    return here;
  }),
  askFix: act(AskFixForm, async ({ viewer, here }, asked) => {
    await askFix(viewer, asked);
    return here;
  }),
  room: act(RoomForm, async ({ viewer, taskId }, { startAt, minutes, show }) => {
    await scheduleRoom(viewer, taskId, { startAt: fromBeijing(startAt), minutes, show });
    return `/tasks/${taskId}?done=scheduled`;
  }),
  endQualifying: act(NoFields, async ({ viewer, taskId }) => {
    await endQualifying(viewer, taskId);
    return `/tasks/${taskId}/select`;
  }),
  score: act(ScoresForm, async ({ viewer, taskId, here }, { bids }) => {
    await scoreBids(viewer, taskId, bids);
    return `${here}?done=scored`;
  }),
  drop: act(DropForm, async ({ viewer, here }, drop) => {
    await dropBid(viewer, drop);
    return here;
  }),
  award: act(AwardForm, async ({ viewer, taskId }, award) => {
    await awardBid(viewer, taskId, award);
    return `/tasks/${taskId}?done=awarded`;
  }),
  accept: act(NoFields, async (context) => {
    const { contractId } = await acceptAward(context.viewer, (await offer(context)).id);
    return `/contracts/${contractId}`;
  }),
  decline: act(OptionalReasonForm, async (context, { reason }) => {
    await declineAward(context.viewer, (await offer(context)).id, reason);
    return `/tasks/${context.taskId}?done=declined`;
  }),
};

/** The action of every page of a task. A form about one of several bids adds its id to its intent behind a colon. */
export async function actOnTask({ request, params }: { request: Request; params: { taskId?: string } }) {
  const viewer = await requireViewer(request);
  const context = { viewer, taskId: taskIdOf(params), here: new URL(request.url).pathname.replace(/\.data$/, "") };
  try {
    await limit("act", viewer);
    const form = await receiveForm(request, viewer);
    const chosen = acts[String(form.get("intent")).split(":")[0]!];
    if (!chosen) throw refuse("unreadable");
    const answer = await submitForm(form, chosen.schema(form), (input) => chosen.run(context, input as never));
    return answer.ok ? redirect(answer.value) : answer.reply;
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    return data<FormReply>({ values: {}, errors: {}, refusal: { code: e.code, params: e.params } }, { status: e.status });
  }
}
