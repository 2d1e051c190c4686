/** Small companies of the district that come to the market with a product of their own. */
export type TownCreator = { name: string; city: string; about: string; owner: string };

export const creators: TownCreator[] = [
  { name: "兰州泥与火陶艺有限公司", city: "兰州", owner: "魏知秋", about: "七里河的陶艺工作室，三座电窑，做日用器和不插电的小家电。" },
  {
    name: "环县道情皮影文化有限公司",
    city: "庆阳",
    owner: "敬登岐",
    about: "四代人做道情皮影，把牛皮雕刻和灯箱做成年轻人能自己拼的盒子。",
  },
  { name: "兰州白塔山木作有限公司", city: "兰州", owner: "景怀远", about: "榫卯与激光切割并用的木作坊，给学校和景区做可以动的木模型。" },
  { name: "庆阳艾绣香包有限公司", city: "庆阳", owner: "慕彩霞", about: "四十二位绣娘的合作社公司，香包、艾草和刺绣小件。" },
  { name: "兰州镁好生活科技有限公司", city: "兰州", owner: "关一鸣", about: "用本地镁合金做桌面和户外小物，工厂在新区，设计在城关。" },
  { name: "天祝藜香食品有限公司", city: "武威", owner: "华尔旦", about: "海拔两千八百米的藜麦田，自己种、自己烤。" },
  { name: "天水石窟里文化创意有限公司", city: "天水", owner: "伏书琪", about: "把石窟讲给孩子听：拼图、绘本和研学手册。" },
  { name: "兰州小禹教育科技有限公司", city: "兰州", owner: "水清扬", about: "做水利主题的编程教具，用户是西北四省的小学科学教室。" },
];
