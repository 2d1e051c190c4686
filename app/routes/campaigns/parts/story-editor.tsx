import Image from "@tiptap/extension-image";
import { type Editor, EditorContent, useEditor, useEditorState } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { Bold, Heading2, Heading3, ImagePlus, Italic, Link2, List, ListOrdered, Quote, Redo2, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { cx } from "#app/ui/cx.ts";
import { storyLook } from "./about.tsx";
import { LinkPanel, PicturePanel } from "./story-panels.tsx";

const extensions = [
  StarterKit.configure({ heading: { levels: [2, 3] }, code: false, codeBlock: false, link: { openOnClick: false, protocols: ["https"] } }),
  Image.configure({ inline: false, allowBase64: false }),
];

/** A small editor for stories: what it writes is what the server lets through. */
export default function StoryEditor({ html, label, onChange }: { html: string; label: string; onChange: (html: string) => void }) {
  const editor = useEditor({
    extensions,
    content: html,
    immediatelyRender: false,
    // The page's policy allows no style elements; app.css says how it looks.
    injectCSS: false,
    editorProps: {
      attributes: {
        "aria-label": label,
        role: "textbox",
        "aria-multiline": "true",
        class: cx(storyLook, "min-h-80 px-4 py-3 outline-none"),
      },
    },
    onUpdate: ({ editor: now, transaction }) => {
      onChange(now.isEmpty ? "" : now.getHTML());
      // Lets the form's own listeners know, as typing in an input does.
      if (transaction.docChanged) now.view.dom.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  return (
    <div className="rounded-md border border-edge bg-panel focus-within:outline-2 focus-within:outline-river-600">
      {editor && <Toolbar editor={editor} />}
      <EditorContent editor={editor} />
    </div>
  );
}

function Toolbar({ editor }: { editor: Editor }) {
  const { t } = useTranslation();
  const [panel, setPanel] = useState<"link" | "picture" | null>(null);
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      h2: now.isActive("heading", { level: 2 }),
      h3: now.isActive("heading", { level: 3 }),
      bullets: now.isActive("bulletList"),
      numbers: now.isActive("orderedList"),
      quote: now.isActive("blockquote"),
      link: now.isActive("link"),
    }),
  });
  const run = () => editor.chain().focus();
  const tools: [key: "bold" | "italic" | "h2" | "h3" | "bullets" | "numbers" | "quote", icon: ReactNode, act: () => void][] = [
    ["bold", <Bold key="b" size={17} aria-hidden />, () => run().toggleBold().run()],
    ["italic", <Italic key="i" size={17} aria-hidden />, () => run().toggleItalic().run()],
    ["h2", <Heading2 key="2" size={17} aria-hidden />, () => run().toggleHeading({ level: 2 }).run()],
    ["h3", <Heading3 key="3" size={17} aria-hidden />, () => run().toggleHeading({ level: 3 }).run()],
    ["bullets", <List key="l" size={17} aria-hidden />, () => run().toggleBulletList().run()],
    ["numbers", <ListOrdered key="n" size={17} aria-hidden />, () => run().toggleOrderedList().run()],
    ["quote", <Quote key="q" size={17} aria-hidden />, () => run().toggleBlockquote().run()],
  ];
  return (
    <div className="border-b border-line">
      <div role="toolbar" aria-label={t("campaigns.editing.tool.label")} className="flex flex-wrap gap-0.5 p-1.5">
        {tools.map(([key, icon, act]) => (
          <Tool key={key} label={t(`campaigns.editing.tool.${key}`)} pressed={on[key]} onClick={act}>
            {icon}
          </Tool>
        ))}
        <Tool label={t("campaigns.editing.tool.link")} pressed={on.link} onClick={() => setPanel(panel === "link" ? null : "link")}>
          <Link2 size={17} aria-hidden />
        </Tool>
        <Tool label={t("campaigns.editing.tool.picture")} onClick={() => setPanel(panel === "picture" ? null : "picture")}>
          <ImagePlus size={17} aria-hidden />
        </Tool>
        <Tool label={t("campaigns.editing.tool.undo")} onClick={() => run().undo().run()}>
          <Undo2 size={17} aria-hidden />
        </Tool>
        <Tool label={t("campaigns.editing.tool.redo")} onClick={() => run().redo().run()}>
          <Redo2 size={17} aria-hidden />
        </Tool>
      </div>
      {panel === "link" && <LinkPanel editor={editor} close={() => setPanel(null)} />}
      {panel === "picture" && <PicturePanel editor={editor} close={() => setPanel(null)} />}
    </div>
  );
}

function Tool({ label, pressed, onClick, children }: { label: string; pressed?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Button
      type="button"
      variant="ghost"
      size="sm"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
      className={cx("px-2", pressed && "bg-river-100")}
    >
      {children}
    </Button>
  );
}
