/** How work of each top category is usually cut into stages, with what is checked at each. Shares in per cent sum to 100. */
export type Stage = { title: string; share: number; items: string[] };

const legalLike: Stage[] = [
  { title: "材料收集与初稿", share: 40, items: ["提交完整的初稿或申报材料清单", "对我方提出的问题逐条书面答复"] },
  { title: "定稿与办结", share: 60, items: ["交付定稿或官方回执原件", "交付全部可编辑的源文件"] },
];

export const patterns: Record<string, Stage[]> = {
  setup: [{ title: "受理与办结", share: 100, items: ["取得受理回执", "交付执照或凭证原件", "交付全部材料电子版"] }],
  finance: legalLike,
  legal: legalLike,
  ip: legalLike,
  design: [
    { title: "方案提案", share: 30, items: ["提交不少于两个方向的方案", "每个方向附设计说明"] },
    { title: "深化与修改", share: 40, items: ["按确认的方向完成深化", "完成约定的修改轮次"] },
    { title: "源文件交付", share: 30, items: ["交付可编辑源文件", "交付字体与素材的授权说明"] },
  ],
  software: [
    { title: "需求与原型", share: 20, items: ["需求说明书经双方确认", "可点击的原型"] },
    { title: "开发与联调", share: 50, items: ["功能清单逐项可演示", "自动化测试通过并附报告"] },
    { title: "上线与移交", share: 30, items: ["部署到我方服务器并稳定运行七天", "移交源代码与运维文档"] },
  ],
  marketing: [
    { title: "策划与脚本", share: 35, items: ["策划案经确认", "排期表"] },
    { title: "执行与交付", share: 65, items: ["交付全部成品文件", "交付数据或执行报告"] },
  ],
  making: [
    { title: "可制造性评审与首件", share: 40, items: ["可制造性评审报告", "首件样品与尺寸报告"] },
    { title: "生产与检验", share: 60, items: ["按数量交付合格品", "出货检验报告"] },
  ],
  logistics: [
    { title: "方案与准备", share: 30, items: ["提交可执行的方案与报价明细"] },
    { title: "执行与对账", share: 70, items: ["按计划完成并提交记录", "提交对账单据"] },
  ],
  people: legalLike,
  language: [{ title: "译审与交付", share: 100, items: ["术语表经确认", "译文通过母语审校", "交付可编辑文件"] }],
  research: [
    { title: "方案与采集", share: 45, items: ["研究方案经确认", "原始数据可核查"] },
    { title: "分析与报告", share: 55, items: ["交付研究报告", "汇报一次并答复问题"] },
  ],
};

/** What providers of the town write: three ways to begin, filled with the task's own words. */
export const proposals = [
  "我们做过与“{title}”相近的项目，理解您最在意的是结果可验收。第一周先把范围和验收项逐条对齐，之后每周五提交进展和可查看的成果；交付物包括{deliverables}。遇到需求变化会先书面确认影响再动手。",
  "针对“{title}”，我们安排一名负责人全程跟进，同类案例可在主页查看。计划分阶段交付，每一阶段都按您列出的验收项自检并附证据，再提交给您。报价已含税和两轮修改，{deliverables}均在报价范围内。",
  "看过说明后，我们认为关键风险在前两周，所以把最难的部分提前做。团队在本地，可以当面沟通和现场勘查。最终交付{deliverables}，并提供三个月的免费答疑。",
];
