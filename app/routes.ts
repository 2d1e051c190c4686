import { index, type RouteConfig, route } from "@remix-run/route-config";

/** The contents page: every URL and its file, one block a room. */
export default [
  index("routes/home.tsx"),
  route("language", "routes/language.tsx"),
  route("files", "routes/files/upload.tsx"),
  route("files/:fileId", "routes/files/file.tsx"),

  // people

  // tasks

  // live

  // contracts

  // money

  // desk
  // everything else
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
