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

  // contracts

  // money

  // desk
  // everything else
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
