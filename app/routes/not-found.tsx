import { refuse } from "#app/http.server.ts";

/** Every address that nobody answers: a page of the house, with its header, instead of a bare 404. */
export function loader() {
  throw refuse("notFound");
}
export const action = loader;

export default function NotFound() {
  return null;
}
