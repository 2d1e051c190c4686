import { db } from "#app/db.server.ts";
import { decideReport } from "#app/people/desk/decide-report.server.ts";
import { fileReport } from "#app/people/desk/file-report.server.ts";
import { someIdNumber, someUscc } from "#app/people/fixtures.ts";
import { decideRealName } from "#app/people/verification/decide-real-name.server.ts";
import { requestRealName } from "#app/people/verification/request-real-name.server.ts";
import { type Town, upload } from "./make-people.ts";
import { mark } from "./pictures.ts";

/** What waits on the operators' desk: requests to be verified and reports, one of each answered. */
export async function fillDesk(town: Town) {
  const newcomers = [...town.employers, ...town.providers].filter((p) => !p.verified).slice(0, 4);
  const requests: string[] = [];
  for (const [i, { viewer, orgId }] of newcomers.entries()) {
    const org = viewer.orgs.find((o) => o.id === orgId)!;
    const picture = await upload(viewer, "证件照片.png", await mark(90 + i));
    const idNumber = org.kind === "COMPANY" ? someUscc() : someIdNumber();
    requests.push(await requestRealName(viewer, orgId, { legalName: org.name, idNumber, files: [picture] }));
  }
  await decideRealName(town.operator.viewer, requests[0]!, { decision: "reject", reason: "证件照片模糊，无法辨认注册号，请重新上传。" });

  const [task] = await db.task.findMany({
    where: { state: "OPEN" },
    orderBy: { publishedAt: "desc" },
    select: { id: true, employerId: true },
    take: 1,
  });
  const { viewer } = town.demo.rival;
  const copied = "说明文字与我方去年发布的任务几乎相同，附件图片也是我方原创。";
  await fileReport(viewer, { subjectType: "task", subjectId: task!.id, reason: "infringement", text: copied });
  const subject = { subjectType: "organisation", subjectId: newcomers[1]!.orgId } as const;
  const answered = await fileReport(viewer, { ...subject, reason: "infringement", text: "主页案例图片与另一家公司完全一致，疑似盗用。" });
  await decideReport(town.operator.viewer, answered, { decision: "dismiss", answer: "经核对，图片由双方共同完成，均有授权。" });
}
