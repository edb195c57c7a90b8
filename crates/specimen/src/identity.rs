//! People who exist on paper only: real areas and right check characters, invented everything else.

use std::fmt;

use domain::document::{IdNumber, Sex};

use crate::card::{BackFields, FrontFields};
use crate::grain::Grain;

/// Printed on every back: valid for twenty years, well into the future.
const VALID: &str = "2020.01.01-2040.01.01";

/// Somebody invented.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// 姓名, two or three hanzi.
    pub name: String,
    /// 性别, as in the number.
    pub sex: Sex,
    /// 公民身份号码: real area, birth 1970–2005, right check character.
    pub number: IdNumber,
    /// 住址: real district, invented road and estate.
    pub address: String,
    /// 签发机关 of the district.
    pub issuer: String,
}

/// A district with its real code (GB/T 2260).
struct Place {
    code: &'static str,
    /// Before the city in an address; empty for the four cities directly under the government.
    province: &'static str,
    city: &'static str,
    /// Without 区.
    district: &'static str,
}

const fn place(
    code: &'static str,
    province: &'static str,
    city: &'static str,
    district: &'static str,
) -> Place {
    Place { code, province, city, district }
}

const PLACES: [Place; 14] = [
    place("110105", "", "北京市", "朝阳"),
    place("310104", "", "上海市", "徐汇"),
    place("440106", "广东省", "广州市", "天河"),
    place("510107", "四川省", "成都市", "武侯"),
    place("420106", "湖北省", "武汉市", "武昌"),
    place("330106", "浙江省", "杭州市", "西湖"),
    place("320106", "江苏省", "南京市", "鼓楼"),
    place("610113", "陕西省", "西安市", "雁塔"),
    place("230103", "黑龙江省", "哈尔滨市", "南岗"),
    place("530112", "云南省", "昆明市", "西山"),
    place("370203", "山东省", "青岛市", "市北"),
    place("430103", "湖南省", "长沙市", "天心"),
    place("150105", "内蒙古自治区", "呼和浩特市", "赛罕"),
    place("410105", "河南省", "郑州市", "金水"),
];

const SURNAMES: &str =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶";
const GIVEN: &str =
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志梓涵宇轩浩然子墨欣怡诗琪思源俊熙雨桐佳宁";
const ROADS: [&str; 8] =
    ["云岭虚构路", "青枫假想街", "望舒大道", "星河试验路", "听雨巷", "枫叶里", "长风中路", "松柏东街"];
const ESTATES: [&str; 6] = ["示例小区", "虚构花园", "测试家园", "样本公寓", "假日新村", "试验楼"];

/// The invented person of this seed.
pub fn invent(seed: u64) -> Identity {
    let mut grain = Grain::new(seed);
    let place = grain.pick(&PLACES);
    let number = invented_number(&mut grain, place.code);
    let hanzi = |grain: &mut Grain, from: &str| *grain.pick(&from.chars().collect::<Vec<_>>());
    let mut name = hanzi(&mut grain, SURNAMES).to_string();
    for _ in 0..=grain.below(2) {
        name.push(hanzi(&mut grain, GIVEN));
    }
    let address = invented_address(&mut grain, place);
    Identity { name, sex: number.sex(), number, address, issuer: place.issuer() }
}

impl Identity {
    /// An invented address and issuer for a name and number that are given: of the number's own area where
    /// this crate knows it, else of any.
    pub fn of(name: &str, number: IdNumber, seed: u64) -> Self {
        let mut grain = Grain::new(seed);
        let any = grain.pick(&PLACES);
        let place = PLACES.iter().find(|place| number.expose().starts_with(place.code)).unwrap_or(any);
        let address = invented_address(&mut grain, place);
        Self { name: name.to_owned(), sex: number.sex(), number, address, issuer: place.issuer() }
    }

    /// What the front of this person's card says.
    pub fn front(&self) -> FrontFields {
        FrontFields::new(&self.name, &self.number, &self.address)
    }

    /// What the back says; valid from 2020 to 2040.
    pub fn back(&self) -> BackFields {
        BackFields { issuer: self.issuer.clone(), valid: VALID.to_owned() }
    }
}

/// Mute like every type that may hold a real person's data: [`Identity::of`] takes any name.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(***)")
    }
}

impl Place {
    fn issuer(&self) -> String {
        format!("{}公安局{}分局", self.city, self.district)
    }
}

#[expect(
    clippy::expect_used,
    reason = "area, date and check character are right by construction; a test tries many"
)]
fn invented_number(grain: &mut Grain, area: &str) -> IdNumber {
    let (year, month, day) = (1970 + grain.below(36), 1 + grain.below(12), 1 + grain.below(28));
    let digits = format!("{area}{year}{month:02}{day:02}{:03}", grain.below(1000));
    let check = IdNumber::check_character(&digits).expect("seventeen digits");
    IdNumber::parse(&format!("{digits}{check}")).expect("a valid number")
}

fn invented_address(grain: &mut Grain, place: &Place) -> String {
    let Place { province, city, district, .. } = place;
    let (road, estate) = (*grain.pick(&ROADS), *grain.pick(&ESTATES));
    let (house, block, unit) = (1 + grain.below(999), 1 + grain.below(30), 1 + grain.below(6));
    let flat = 100 * (1 + grain.below(28)) + 1 + grain.below(4);
    format!("{province}{city}{district}区{road}{house}号{estate}{block}号楼{unit}单元{flat}室")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_invented_number_is_valid_and_agrees_with_the_person() {
        for seed in 0..500 {
            let person = invent(seed);
            let text = person.number.expose();
            assert!(IdNumber::parse(text).is_ok(), "{text}");
            assert!((1970..=2005).contains(&person.number.birth().year()), "{text}");
            let odd = (text.as_bytes()[16] - b'0') % 2 == 1;
            assert_eq!(person.sex == Sex::Male, odd, "{text}");
            assert!((2..=3).contains(&person.name.chars().count()), "{}", person.name);
        }
    }

    #[test]
    fn one_seed_is_one_person_and_many_seeds_are_many() {
        assert!(invent(7) == invent(7));
        let numbers: BTreeSet<_> = (0..100).map(|seed| invent(seed).number.expose().to_owned()).collect();
        assert_eq!(numbers.len(), 100);
    }

    #[test]
    fn a_given_number_of_a_known_area_gets_an_address_there() {
        let number = invent(3).number;
        let person = Identity::of("张三", number.clone(), 1);
        let place = PLACES.iter().find(|place| number.expose().starts_with(place.code)).unwrap();
        assert!(person.address.contains(place.district), "{}", person.address);
        assert_eq!(person.front().name, "张三");
    }
}
