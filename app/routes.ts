import { index, type RouteConfig, route } from "@remix-run/route-config";

/** The contents page: every URL and its file, one block a room. */
export default [
  index("routes/home.tsx"),
  route("language", "routes/language.tsx"),
  route("files", "routes/files/upload.tsx"),
  route("files/:fileId", "routes/files/file.tsx"),

  // people
  route("sign-up", "routes/people/sign-up.tsx"),
  route("sign-in", "routes/people/sign-in.tsx"),
  route("sign-out", "routes/people/sign-out.tsx"),
  route("check-mail", "routes/people/check-mail.tsx"),
  route("confirm", "routes/people/confirm.tsx"),
  route("forgot", "routes/people/forgot.tsx"),
  route("reset", "routes/people/reset.tsx"),

  // tasks

  // live
  route("tasks/:taskId/live", "routes/live/room.tsx"),

  // contracts
  route("contracts", "routes/contracts/list.tsx"),
  route("contracts/:contractId", "routes/contracts/contract.tsx"),
  route("contracts/:contractId/text", "routes/contracts/text.tsx"),
  route("contracts/:contractId/paid/:intentId", "routes/contracts/paid.tsx"),
  route("contracts/:contractId/disputes/:disputeId", "routes/contracts/dispute.tsx"),

  // money

  // desk
  route("desk/disputes", "routes/desk/disputes.tsx"),
  route("desk/disputes/:disputeId", "routes/desk/dispute.tsx"),
  // everything else
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
