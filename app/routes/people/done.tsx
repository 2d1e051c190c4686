import { useSearchParams } from "@remix-run/react";
import { Notice } from "#app/ui/notice.tsx";

/** What was just done, after the redirect that followed it: `?done=key` picks one of the page's own sentences. */
export function Done({ says }: { says: Record<string, string> }) {
  const [params] = useSearchParams();
  const sentence = says[params.get("done") ?? ""];
  return (
    <div role="status" className="contents">
      {sentence && <Notice tone="ok">{sentence}</Notice>}
    </div>
  );
}
