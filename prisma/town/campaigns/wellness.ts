import { reward, type TownCampaign } from "./campaign.ts";

export const wellness: TownCampaign[] = [
  {
    key: "breath",
    creator: "甘肃润康医疗器械有限公司",
    category: "wellness",
    fate: "frozen",
    policy: "rdRisk",
    title: "三只小球：每天五分钟的呼吸练习",
    tagline: "吸气让小球升起，慢下来的可视化练习",
    story: `<h2>慢慢吸一口气</h2>
<p>三个透明腔里各有一只小球，吸得平稳，小球一只接一只升起来。它借鉴了康复科常用的训练方式，重新画了外形，让人愿意放在书桌上。</p>
<img data-file="row">
<ul><li>食品级吸嘴可拆洗，附三只</li><li>阻力三档，旋转底座调节</li><li>小程序记录每天的次数，不做评分</li></ul>
<h2>请注意</h2>
<p>本品用于日常呼吸练习，不用于治疗疾病。有呼吸系统疾病的朋友请先问医生。</p>
<img data-file="sheet">`,
    alt: { cover: "三腔呼吸练习器，三只小球处在不同高度", row: "三种颜色的练习器放在窗前", sheet: "小球与吸嘴放大" },
    evidence: [
      ["report", "吸嘴材料迁移试验", 28],
      ["video", "三档阻力的流量测试", 24],
    ],
    risks: {
      technical: "小球密度批次差异会影响手感。",
      manufacturing: "透明件注塑要求高，良率八成五。",
      supply: "材料国产可替代。",
      compliance: "二类器械注册进行中，本批按练习用品销售，表述需要审慎。",
      money: "模具已完成。",
      schedule: "若平台要求补充材料，会影响上线时间。",
    },
    team: [
      ["梁国栋", "项目负责人", "家用呼吸设备九年。"],
      ["曹静怡", "康复顾问", "三甲医院康复治疗师。"],
    ],
    budget: [
      ["注塑生产", 7600, "四百套"],
      ["吸嘴与包材", 3400, ""],
      ["检测", 3000, ""],
    ],
    perWeek: 160,
    durationDays: 30,
    faq: [
      ["吹还是吸？", "吸。"],
      ["孩子可以用吗？", "八岁以上，在大人陪同下。"],
    ],
    rewards: [
      reward("一台", 129, "含三只吸嘴。", ["练习器 ×1", "吸嘴 ×3"], 2, { options: { 颜色: ["湖蓝", "松绿", "藕紫"] } }),
      reward("两台", 238, "和家人一起。", ["练习器 ×2"], 2, { options: { 颜色: ["湖蓝", "松绿", "藕紫"] } }),
      reward("社区十台", 1080, "含使用海报。", ["练习器 ×10"], 2, { limit: 6 }),
    ],
    shipping: [6, 10, 18],
    comments: [["标题里原来写过“改善肺功能”，现在改了？", "是，那个说法不妥，已经改掉，也在配合平台核实。"]],
  },
  {
    key: "eyeMask",
    creator: "庆阳艾绣香包有限公司",
    category: "wellness",
    fate: "failed",
    policy: "saleLike",
    title: "艾草热敷眼罩：合上眼的二十分钟",
    tagline: "绣娘手缝，艾草包可换，三档温度",
    story: `<h2>合作社的新活计</h2>
<p>端午一过，绣娘们闲下来。我们想做一件四季都用得上的东西：缝一只眼罩，里面放陇东的艾草，外面加一层可以插电的热敷片。</p>
<img data-file="row">
<ul><li>真丝面料，艾草包每两周一换</li><li>三档温度，二十分钟自动断电</li><li>眼窝处不压睫毛</li></ul>
<img data-file="sheet">
<p>热敷片由有资质的工厂供货，我们只做布和草。</p>`,
    alt: { cover: "绿色艾草眼罩与三只艾草包", row: "三种颜色的眼罩放在夜里的房间", sheet: "眼罩绣线与艾草包放大" },
    evidence: [
      ["photo", "第四版布样", 44],
      ["report", "热敷片电气安全报告（供应商）", 40],
    ],
    risks: {
      technical: "艾草受热会掉屑，改用双层包。",
      manufacturing: "手缝每周八十只。",
      supply: "艾草自种。",
      compliance: "不作疗效宣称。",
      money: "热敷片起订一千片，是目标偏高的原因。",
      schedule: "热敷片交期四周。",
    },
    team: [["慕彩霞", "社长", "绣了三十年。"]],
    budget: [
      ["热敷片", 18000, "一千片"],
      ["真丝与艾草", 7000, ""],
      ["工钱", 8000, ""],
    ],
    perWeek: 80,
    durationDays: 15,
    faq: [["充电还是插电？", "插电，线长一米五。"]],
    rewards: [
      reward("一只", 128, "含三只艾草包。", ["眼罩 ×1", "艾草包 ×3"], 2, { options: { 颜色: ["松", "黛", "藕"] } }),
      reward("两只", 238, "给爸妈。", ["眼罩 ×2", "艾草包 ×6"], 2, { options: { 颜色: ["松", "黛", "藕"] } }),
    ],
    shipping: [5, 8, 14],
    comments: [["目标定得有点高。", "是热敷片的起订量决定的，不成我们就先做不插电的。"]],
  },
  {
    key: "pillow",
    creator: "庆阳艾绣香包有限公司",
    category: "wellness",
    fate: "rejected",
    policy: "saleLike",
    title: "安枕：薰衣草与艾草双囊枕",
    tagline: "两只草药囊，一左一右，翻身换一种味道",
    story: `<h2>枕头里的草</h2>
<p>老家的枕头里装荞麦皮和艾草。我们把它分成两只可拆的囊，左边薰衣草，右边艾草，翻个身换一种味道。</p>
<img data-file="row">
<ul><li>纯棉枕套，荞麦壳填充可增减</li><li>草药囊三个月一换</li></ul>
<img data-file="sheet">
<p>有顾客反馈睡得踏实了一些。</p>`,
    alt: { cover: "淡紫色枕头与绣着薰衣草的草药囊", row: "三只不同颜色的枕头", sheet: "草药囊与枕边缝线放大" },
    evidence: [["photo", "枕芯与草药囊", 20]],
    risks: {
      technical: "草药受潮会霉。",
      manufacturing: "手缝。",
      supply: "自种。",
      compliance: "助眠功效没有检测依据。",
      money: "小批量。",
      schedule: "一个月。",
    },
    team: [["慕彩霞", "社长", "绣了三十年。"]],
    budget: [
      ["棉布与荞麦壳", 4000, ""],
      ["草药", 2000, ""],
      ["工钱", 3000, ""],
    ],
    perWeek: 60,
    durationDays: 20,
    faq: [["可以水洗吗？", "枕套可以，枕芯不行。"]],
    rewards: [
      reward("一只", 168, "含两只草药囊。", ["安枕 ×1"], 2, { options: { 颜色: ["淡紫", "米", "浅青"] } }),
      reward("一对", 318, "", ["安枕 ×2"], 2, { options: { 颜色: ["淡紫", "米", "浅青"] } }),
    ],
    shipping: [8, 12, 22],
  },
];
