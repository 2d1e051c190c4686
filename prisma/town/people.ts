/** The people of the seeded town: 60 names; the first ones are the demo accounts. */
export type Townsperson = { name: string; mail: string };

const family = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹";
const given = [
  "晓雯",
  "志远",
  "海燕",
  "建军",
  "雨桐",
  "子豪",
  "丽娟",
  "明轩",
  "玉兰",
  "俊杰",
  "思琪",
  "国栋",
  "佳怡",
  "鹏飞",
  "静怡",
  "浩然",
  "雪梅",
  "天宇",
  "秀英",
  "嘉诚",
];

/** Deterministic: the same town at every first start. */
export const townspeople: Townsperson[] = Array.from({ length: 56 }, (_, i) => ({
  name: `${family[(i * 7) % family.length]}${given[(i * 3 + Math.floor(i / 20)) % given.length]}`,
  mail: `p${String(i + 1).padStart(2, "0")}@jincheng.example`,
}));

/** Who signs in to look around. One password for all of them, on a local machine only. */
export const demoPassword = "jincheng-demo-2026";
export const demoAccounts = {
  employer: { name: "马晓雯", mail: "employer@jincheng.example" },
  provider: { name: "陈志远", mail: "provider@jincheng.example" },
  rival: { name: "何雨桐", mail: "rival@jincheng.example" },
  operator: { name: "园区运营 刘海燕", mail: "operator@jincheng.example" },
} satisfies Record<string, Townsperson>;

/** Appeals are decided by somebody else than the first decision. */
export const secondOperator: Townsperson = { name: "园区运营 赵国栋", mail: "operator2@jincheng.example" };
