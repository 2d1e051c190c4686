import { index, type RouteConfig, route } from "@remix-run/route-config";

/** The contents page: every URL and its file, one block a room. */
export default [
  index("routes/home.tsx"),
  route("language", "routes/language.tsx"),
  route("files/:fileId", "routes/files/file.tsx"),

  // people

  // tasks

  // live

  // contracts

  // money

  // desk
] satisfies RouteConfig;
