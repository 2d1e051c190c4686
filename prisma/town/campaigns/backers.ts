/** People all over the country who back what the district makes, and where their parcels go. */
export type TownBacker = { name: string; mail: string; region: string; place: string; street: string; phone: string };

const family = "沈韦姜戚范彭鲁韩卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任石姚谭廖邹熊金陆郝孔白崔康毛";
const given = [
  "一诺",
  "景行",
  "若溪",
  "云舟",
  "念慈",
  "书昀",
  "长青",
  "知夏",
  "思远",
  "晚晴",
  "承泽",
  "安歌",
  "北辰",
  "可心",
  "嘉树",
  "南乔",
];

/** Region codes as in the address book; the streets are made up. */
const places: [region: string, place: string, street: string][] = [
  ["620102", "甘肃省兰州市城关区", "雁南路街道科技街 9 号"],
  ["620102", "甘肃省兰州市城关区", "张掖路街道永昌路 121 号"],
  ["620103", "甘肃省兰州市七里河区", "西站街道瓜州路 48 号"],
  ["620104", "甘肃省兰州市西固区", "福利路街道公园路 6 号"],
  ["620105", "甘肃省兰州市安宁区", "培黎街道学府路 77 号"],
  ["620502", "甘肃省天水市秦州区", "大城街道成纪大道 30 号"],
  ["620702", "甘肃省张掖市甘州区", "东街街道县府街 15 号"],
  ["620982", "甘肃省敦煌市", "沙州镇阳关中路 22 号"],
  ["110105", "北京市朝阳区", "望京街道阜荣街 10 号"],
  ["110108", "北京市海淀区", "中关村街道知春路 63 号"],
  ["310104", "上海市徐汇区", "天平路街道衡山路 880 号"],
  ["310115", "上海市浦东新区", "张江镇祖冲之路 1560 号"],
  ["440106", "广东省广州市天河区", "石牌街道五山路 261 号"],
  ["440305", "广东省深圳市南山区", "粤海街道科苑南路 3099 号"],
  ["330106", "浙江省杭州市西湖区", "文新街道古墩路 99 号"],
  ["320505", "江苏省苏州市虎丘区", "狮山街道塔园路 181 号"],
  ["510107", "四川省成都市武侯区", "玉林街道玉林西路 12 号"],
  ["610113", "陕西省西安市雁塔区", "小寨路街道长安中路 123 号"],
  ["420106", "湖北省武汉市武昌区", "珞珈山街道八一路 19 号"],
  ["430104", "湖南省长沙市岳麓区", "橘子洲街道麓山路 36 号"],
  ["500112", "重庆市渝北区", "龙溪街道红锦大道 86 号"],
  ["630102", "青海省西宁市城东区", "八一路街道建国大街 3 号"],
  ["640106", "宁夏回族自治区银川市金凤区", "长城中路街道正源北街 51 号"],
  ["650102", "新疆维吾尔自治区乌鲁木齐市天山区", "新华北路街道红山路 8 号"],
  ["540102", "西藏自治区拉萨市城关区", "八廓街道北京东路 27 号"],
  ["150102", "内蒙古自治区呼和浩特市新城区", "海拉尔东路街道兴安北路 5 号"],
  ["370203", "山东省青岛市市北区", "台东街道威海路 44 号"],
  ["350203", "福建省厦门市思明区", "鹭江街道大同路 17 号"],
];

export const backers: TownBacker[] = Array.from({ length: 64 }, (_, i) => {
  const [region, place, street] = places[(i * 5 + Math.floor(i / places.length)) % places.length]!;
  const number = String(i + 1).padStart(2, "0");
  return {
    name: `${family[(i * 11) % family.length]}${given[(i * 5 + Math.floor(i / 16)) % given.length]}`,
    mail: `b${number}@jincheng.example`,
    region,
    place,
    street: `${street} ${1 + (i % 9)} 幢 ${101 + ((i * 37) % 18) * 100} 室`,
    phone: `1990931${String(1000 + i * 13).slice(-4)}`,
  };
});

/** Where somebody of the town without an entry above lives. */
export const placeOf = (index: number) => {
  const [region, place, street] = places[index % 8]!;
  return {
    region,
    place,
    street: `${street} ${1 + (index % 6)} 单元 ${201 + (index % 12) * 100} 室`,
    phone: `1890931${String(2000 + index * 17).slice(-4)}`,
  };
};
