/**
 * The words that people reach for. A password that is one of these, or one of them dressed up with capitals, digits, signs or look-alike
 * letters at its ends, is refused; so each word stands for some hundreds of the commonest passwords.
 */
const text = `
password passwort passw0rd pass passcode passphrase secret private access login logon signin welcome hello letmein openup opensesame
qwerty qwertz azerty qwer asdf zxcv qaz wsx qazwsx qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm poiuy lkjhg mnbvc qweasd qweasdzxc asdzxc
admin administrator adminadmin root toor user users username guest test tester testing demo default changeme temp temppass sample master
super superuser sysadmin system server manager oracle mysql postgres database office computer internet network wireless windows linux
ubuntu apple google android iphone samsung huawei xiaomi nokia lenovo microsoft facebook twitter instagram linkedin youtube amazon
wechat weixin weibo alipay taobao tmall tencent baidu jingdong pinduoduo douyin tiktok bilibili zhifubao qqqq netease
iloveyou loveyou ilove lovely loveme love lover loves forever always together sweet sweetheart sweetie honey baby babygirl babyboy
darling angel princess prince queen king kingdom kings family mother mummy daddy father brother sister children friend friends friendship
happy smile sunshine sunny summer winter spring autumn flower flowers rose butterfly rainbow star starwars stars moon moonlight sunset
dragon tiger lion monkey panda rabbit eagle falcon hawk wolf bear shark dolphin turtle snoopy kitty hellokitty puppy doggy horse
football soccer baseball basketball hockey tennis golf cricket volleyball running swimming gaming gamer player pokemon pikachu mario
minecraft fortnite roblox warcraft starcraft diablo zelda nintendo playstation xbox counterstrike
superman batman spiderman ironman hulk joker wolverine avengers marvel matrix hunter killer warrior knight ninja samurai wizard
michael michelle jessica jennifer jordan joshua matthew daniel david robert thomas william andrew anthony charles charlie george harry
james jason joseph justin kevin nicole nicholas patrick richard samantha sarah steven taylor thunder tigger victoria ashley amanda
andrea barbara brandon chelsea christian chris daniel elizabeth emily hannah heather john johnny jonathan katie kimberly lauren linda lisa
maria martin melissa mike monica natalie oliver peter rachel rebecca sophie stephanie tom tommy vanessa alex alexander alexandra anna
liverpool arsenal barcelona realmadrid juventus manchester chelsea milan yankees lakers cowboys eagles steelers ferrari porsche mercedes
corvette mustang camaro toyota honda harley yamaha suzuki kawasaki bmw audi
america london paris newyork boston chicago dallas texas florida california germany france england ireland scotland canada mexico brazil
china zhongguo beijing shanghai guangzhou shenzhen chengdu chongqing hangzhou nanjing wuhan xian tianjin lanzhou gansu jincheng
huanghe changjiang changcheng zhonghua renmin
woaini woaiwo woaizhongguo woaiwojia woaibaba woaimama aini ainiyiwannian wodemima mima mimaa mima123 caonima nimabi tamade shabi woshishui
wangwei wangfang wangjun wangyong wanglei wangyan wangli zhangwei zhangmin zhangjie zhangyong zhangli lina liwei lijun liqiang lijie lijing
liuwei liuyang liuyan chenwei chenjie chenyan yangyang yanglei huangwei zhaowei zhoujie wujie xuwei sunwei mawei zhulin hejun guolei
xiaoming xiaohong xiaoli xiaowang xiaolong xiaoxiao dabao erbao baobao beibei tiantian mengmeng lele meimei jiajia lulu kaixin kuaile
xingfu pingan jiankang facai gongxifacai fafafa wangcai fugui niubi haohao zhuzhu tangtang
nihao nihaoma zaijian xiexie laoshi xuesheng laopo laogong zhangsan lisi wangwu
whatever nothing something anything trustno trustme freedom liberty justice money dollar rich million lucky luckyone winner success
mustang phoenix shadow ghost spirit magic mystery crystal diamond golden silver platinum ruby emerald
cookie chocolate coffee banana orange apple strawberry cherry peach pepper ginger cheese pizza burger
metal music guitar piano drummer rocknroll metallica nirvana slipknot eminem beatles queen
jesus christ jesuschrist church heaven blessed faith grace hope amen god godisgood
asshole fuckyou fuckoff fuckme bitch shit bullshit sexy sex pussy
purple yellow orange silver black white green blue red blackberry bluesky redsox greenday
monday friday sunday january february march april june july august september october november december
one two three first second zero hundred thousand
abc abcd abcde abcdef abcdefg abcdefgh xyz aaa aaaa zzz xxx qqq www
student teacher school college university class company business marketing finance sales support service contact info
security safety secure trustno1 protect locked unlock enter entry key keyboard mouse monitor printer
flowerpower iceman maverick cowboy scooter snowball snowman frosty buddy bailey buster ginger maggie max molly rocky sammy shelby sophie
tinkerbell trinity tristan wendy yankee zxcvbnm startup crowdfunding crowdsourcing
`;
export const commonWords: ReadonlySet<string> = new Set(text.split(/\s+/).filter(Boolean));
