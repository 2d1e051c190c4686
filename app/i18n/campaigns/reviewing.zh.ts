/** Review, launch and changes of a campaign. */
export const reviewing = {};

export const reviewingNotice = {
  reviewWaiting: "众筹“{{title}}”已提交，等待审核",
  reviewLate: "众筹“{{title}}”的审核已超过 5 个工作日",
  approved: "众筹“{{title}}”已通过审核，请在 {{endsAt, date}} 前上线",
  changesRequested: "众筹“{{title}}”需要修改：{{reason}}",
  rejected: "众筹“{{title}}”未通过审核：{{reason}}",
  approvalLapsed: "众筹“{{title}}”的审核已过有效期，请重新提交",
  launchFailed: "众筹“{{title}}”未能按时上线，请查看原因",
  live: "众筹“{{title}}”已上线，{{deadlineAt, datetime}} 截止",
  followedLive: "您关注的众筹“{{title}}”已上线",
  cancelled: "众筹“{{title}}”已取消：{{reason}}",
  extended: "因平台故障，众筹“{{title}}”延长至 {{deadlineAt, datetime}}",
  correctionWaiting: "众筹“{{title}}”申请更正档位，等待审核",
  correctionApproved: "众筹“{{title}}”的档位更正已通过",
  correctionRejected: "众筹“{{title}}”的档位更正未通过：{{reason}}",
  rewardCorrected: "您支持的“{{title}}”更正了档位内容，{{untilAt, datetime}} 前可以无条件取消",
  newDate: "您支持的“{{title}}”把承诺日期改为 {{promisedAt, date}}",
};
